"""Login by a real provider in a real browser: who comes in, who does not, and when somebody who was in is out again."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import identity
import pytest
from conftest import House
from identity import FAR, GONE, LISTED, OFFICE, email
from itsdangerous import URLSafeTimedSerializer
from lent import lent
from playwright.sync_api import Page, expect
from served import Server, free_port, running
from test_browser import browser  # noqa: F401 (a fixture)
from websockets.exceptions import InvalidStatus
from wire import USER, Wire, sign

from timpora.access import log, sessions
from timpora.store import publish

pytestmark = pytest.mark.browser

# A page without map and chart, for whoever only has to be let in: it costs a browser least.
LIGHT, TITLE = "/tindak-lanjut", "Apa yang disepakati dan belum selesai?"


@dataclass(frozen=True)
class Site:
    server: Server
    issuer: str
    data: Path

    @property
    def address(self) -> str:
        return self.server.address

    @property
    def logins(self) -> Path:
        return self.data / "access" / "sessions.sqlite"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A server with login, one number on its map, and the provider that it sends people to."""
    folder = tmp_path_factory.mktemp("login")
    data = folder / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(data))
        House(folder).permits("Okt-24 | Parepare | Ujung | 20")
        publish.publish()
    identity.list_people(data)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with identity.provider(address) as issuer:
        secrets = identity.configure(folder / "secrets.toml", address, issuer)
        with running(data, port=port, secrets=secrets) as server:
            yield Site(server, issuer, data)
            assert "Traceback" not in server.output.read_text("utf-8")


@pytest.fixture
def person(browser, site):  # noqa: F811
    """A browser of one's own, at the address of the site: nobody has logged in with it yet."""
    with ExitStack() as people:
        yield lambda: people.enter_context(lent(browser, base_url=site.address))


@pytest.fixture
def listed(site):
    """access.toml may be changed in a test; afterwards it is as it was."""
    yield lambda **changed: identity.list_people(site.data, LISTED | changed)
    identity.list_people(site.data)


def fill_in(page: Page, login: str) -> None:
    """The provider's own two pages: who one is, and that this site may know."""
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("sandi")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def log_in(page: Page, login: str) -> Page:
    """Open the site, be sent to the provider, come back: the page stands."""
    page.goto(LIGHT)
    fill_in(page, login)
    is_inside(page)
    return page


def is_inside(page: Page) -> None:
    """The pages of the site can be gone to, and the one that is open is drawn: from here on nothing comes unasked."""
    expect(page.get_by_test_id("stTopNav")).to_contain_text("Peta")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def at_the_provider(page: Page, site: Site) -> None:
    page.wait_for_url(f"{site.issuer}/interaction/**")


def cookies(page: Page) -> dict[str, str]:
    """What somebody keeps who copies this browser's cookies for the site."""
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies() if "streamlit" in cookie["name"]}


def test_a_listed_person_logs_in_and_sees_the_map_they_asked_for_without_one_complaint_of_the_browser(site, person):
    page = person()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto("/peta?periode=2024-10")
    fill_in(page, "analis")
    page.wait_for_url(f"{site.address}/peta?*periode=2024-10*")
    expect(page.get_by_text(re.compile(r"Izin tinggal aktif, Oktober 2024: ≈?20 orang"))).to_be_visible()
    expect(page.frame_locator("iframe[title^='streamlit_folium']").locator(".leaflet-container")).to_be_visible()
    page.goto("/tren")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert complaints == []


def test_who_one_is_stays_in_cookies_that_no_script_reads_for_eight_hours(site, person):
    page = log_in(person(), "analis")
    kept = {cookie["name"]: cookie for cookie in page.context.cookies() if cookie["name"].startswith(USER)}
    assert set(kept) == {USER, f"{USER}_tokens"}
    for cookie in kept.values():
        assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
        assert 0 < cookie["expires"] - time.time() <= 8 * 3600


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        (identity.STRANGER, "belum terdaftar di Peta Timpora. Minta admin kantor Anda"),
        ("mantan", "sudah berakhir. Minta admin kantor Anda memperpanjangnya."),
        ("samar", "belum diverifikasi oleh penyedia login"),
    ],
)
def test_somebody_who_may_not_come_in_is_told_why_and_can_come_as_somebody_else(site, person, login, sentence):
    page = person()
    page.goto(LIGHT)
    fill_in(page, login)
    expect(page.get_by_text(sentence)).to_be_visible()
    assert page.request.get("/peta").status == 403 and page.request.get("/_stcore/host-config").status == 401
    page.get_by_role("link", name="akun lain").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    at_the_provider(page, site)
    fill_in(page, "analis")
    is_inside(page)


def test_somebody_who_turns_back_at_the_provider_is_told_and_can_try_again(site, person):
    page = person()
    page.goto("/peta")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_text("Login tidak berhasil.")).to_be_visible()
    page.get_by_role("link", name="Coba lagi").click()
    at_the_provider(page, site)


def test_logout_ends_every_tab_and_a_kept_copy_of_the_cookie_opens_nothing(site, person):
    page = log_in(person(), "analis")
    other = page.context.new_page()
    other.goto(LIGHT)
    expect(other.get_by_role("heading", name=TITLE)).to_be_visible()
    is_inside(other)
    copied, thief = cookies(page), person()
    stays = log_in(person(), "parepare")
    page.get_by_role("button", name=email("analis")).click()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    at_the_provider(page, site)
    at_the_provider(other, site)  # the open tab was sent away by itself: nobody touched it

    thief.context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in copied.items()])
    assert thief.request.get("/_stcore/host-config").status == 401
    with pytest.raises(InvalidStatus) as refused, Wire(site.address, copied):
        pass
    assert refused.value.response.status_code == 403
    thief.goto("/peta")
    at_the_provider(thief, site)
    stays.goto(LIGHT)
    expect(stays.get_by_role("heading", name=TITLE)).to_be_visible()


def test_after_half_an_hour_without_doing_anything_an_open_page_asks_for_login_again(site, person):
    page = log_in(person(), "pimpinan")
    with closing(sqlite3.connect(site.logins)) as file, file:
        file.execute("update logins set seen = seen - ? where email = ?", (sessions.IDLE + 1, email("pimpinan")))
    at_the_provider(page, site)


def test_eight_hours_after_it_was_given_a_cookie_opens_nothing(site, person, monkeypatch):
    page = log_in(person(), "penyaji")
    told = URLSafeTimedSerializer(identity.COOKIE_SECRET, salt=USER).loads(cookies(page)[USER])
    for ago, status in ((0, 200), (sessions.LIFE + 1, 401)):
        aged = sign(identity.COOKIE_SECRET, USER, told, ago)
        page.context.add_cookies([{"name": USER, "value": aged, "url": site.address}])
        assert page.request.get("/_stcore/host-config").status == status
    page.goto("/peta")
    at_the_provider(page, site)
    monkeypatch.setenv("TIMPORA_DATA", str(site.data))
    assert [line.details["reason"] for line in log.read(action="ditolak", who=email("penyaji"))] == ["lewat-masa"]


def test_the_last_day_moved_into_the_past_ends_an_open_page_in_a_sentence(site, person, listed):
    page = log_in(person(), "pimpinan")
    listed(pimpinan=("pimpinan", OFFICE, GONE))
    expect(page.get_by_text(f"Akses {email('pimpinan')} sudah berakhir.")).to_be_visible()
    listed(pimpinan=("pimpinan", OFFICE, FAR))
    page.reload()
    is_inside(page)


def test_a_file_is_given_to_who_asked_for_it_and_to_nobody_else(site, person):
    page, colleague, stranger = log_in(person(), "petugas"), log_in(person(), "parepare"), person()
    page.goto("/unggah")
    page.get_by_text("Templat kosong per sumber").click()
    with page.expect_download() as given:
        page.get_by_role("button", name="Unduh").first.click()
    assert given.value.suggested_filename.endswith(".xlsx") and given.value.path().read_bytes().startswith(b"PK")
    assert "/media/" in given.value.url
    assert page.request.get(given.value.url).status == 200
    assert colleague.request.get(given.value.url).status == 404
    assert stranger.request.get(given.value.url).status == 401
