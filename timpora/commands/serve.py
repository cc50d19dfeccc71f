"""One command that serves as an office would: several replicas behind nginx, kept running until it is told to end."""

import argparse
import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from timpora import settings
from timpora.text import say
from timpora.web import replicas
from timpora.web.front import Front, Places, around, site
from timpora.web.replicas import Keeper, Kept

REPLICAS, MOST = 2, 32  # as many as the machine has cores; one process computes on one
SYSTEM = "/usr/sbin:/usr/local/sbin"  # where nginx lies, which is on no user's path


def add_to(verbs: argparse._SubParsersAction) -> None:
    """What may be said on the command line."""
    serves = verbs.add_parser("serve", help=say("cli.help.serve"))
    serves.add_argument("--port", type=_port, default=8501, metavar="N", help=say("cli.help.serve.port"))
    serves.add_argument(
        "--replicas", type=_replicas, default=REPLICAS, metavar="N", help=say("cli.help.serve.replicas")
    )
    serves.add_argument("--first-port", type=_port, metavar="N", help=say("cli.help.serve.first_port"))
    serves.add_argument(
        "--address", default="127.0.0.1", metavar=say("cli.word.address"), help=say("cli.help.serve.address")
    )
    serves.add_argument("--name", default="", metavar="HOST", help=say("cli.help.serve.name"))
    serves.add_argument("--tls-cert", type=Path, metavar=say("cli.word.file"), help=say("cli.help.serve.tls_cert"))
    serves.add_argument("--tls-key", type=Path, metavar=say("cli.word.file"), help=say("cli.help.serve.tls_key"))
    serves.add_argument("--nginx", type=Path, metavar=say("cli.word.file"), help=say("cli.help.serve.nginx"))
    serves.add_argument("options", nargs="*", metavar=say("cli.word.options"), help=say("cli.help.serve.options"))
    serves.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; or, where --nginx names a file, write the site there and end."""
    if fault := _fault(options):
        print(fault, file=sys.stderr)
        return 1
    first = options.first_port or options.port + 1
    ports = tuple(range(first, first + options.replicas))
    certificate, key = (file and file.resolve() for file in (options.tls_cert, options.tls_key))
    front = Front(options.address, options.port, ports, options.name, certificate, key)
    if options.nginx:
        log = "/var/log/nginx"  # of an nginx that is there already
        installed = Places(Path("/var/cache/timpora"), f"{log}/timpora.log timpora", f"{log}/error.log")
        return _write(options.nginx, site(front, installed))
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:{SYSTEM}")
    if nginx is None:
        print(say("serve.no_nginx"), file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="timpora-nginx-") as folder:
        return _serve(front, nginx, Path(folder), options.options)


def _fault(options: argparse.Namespace) -> str:
    """What is not served like this, in a sentence; "" where nothing is wrong."""
    if bool(options.tls_cert) != bool(options.tls_key):
        return say("serve.half_tls")
    for file in filter(None, (options.tls_cert, options.tls_key)):
        if not file.is_file():
            return say("serve.no_file", file=file)
    if not options.tls_cert and not _is_loopback(options.address):
        return say("serve.needs_tls", address=options.address)
    if settings.view() == "exact" and options.replicas > 1:
        return say("serve.one_exact")
    return ""


def _serve(front: Front, nginx: str, folder: Path, options: list[str]) -> int:
    if not _is_free(front.address, front.port):
        print(say("serve.port_taken", address=front.address, port=front.port), file=sys.stderr)
        return 1
    command = [nginx, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    (folder / "nginx.conf").write_text(around(folder), "utf-8")
    (folder / "timpora.conf").write_text(site(front, Places(folder / "kept", "off", "stderr")), "utf-8")
    if (code := subprocess.run([*command, "-t", "-q"], check=False).returncode) != 0:
        return code
    keeper = Keeper()
    keeper.listen()
    try:
        return _kept(keeper, front, command, options)
    finally:
        keeper.stop()


def _kept(keeper: Keeper, front: Front, nginx: list[str], options: list[str]) -> int:
    """Start all, and keep them running until the end."""
    first, *others = (
        Kept(say("serve.replica", n=number, port=port), replicas.replica(port, front.port, front.name, options), port)
        for number, port in enumerate(front.replicas, start=1)
    )
    # The first alone: what keeps a server from starting is said once, and it is known whether there is a login.
    keeper.start(first)
    if not keeper.comes_up(first):
        return 0 if keeper.is_over else 1
    if front.certificate and replicas.status(first.port, "/auth/login") == 404:
        print(say("serve.no_login"), file=sys.stderr)
        return 1
    for other in others:
        keeper.start(other)
    for other in others:
        keeper.comes_up(other)
    keeper.start(Kept("nginx", nginx))
    if not keeper.is_over:
        words = {"n": len(front.replicas), "ports": ", ".join(map(str, front.replicas))}
        print(say("serve.ready", url=front.url, **words), flush=True)
    keeper.keep(lambda name, wait: print(say("serve.ended", name=name, n=round(wait)), file=sys.stderr, flush=True))
    return 0


def _write(file: Path, text: str) -> int:
    if str(file) == "-":
        print(text, end="")
    else:
        file.write_text(text, "utf-8")
        print(say("serve.written", file=file))
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65000:
        raise argparse.ArgumentTypeError("1–65000")
    return int(text)


def _replicas(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"1–{MOST}")
    return int(text)


def _is_free(address: str, port: int) -> bool:
    """Whether nginx may listen there: it would go on trying, and what people see is somebody else's server."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
