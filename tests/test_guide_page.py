"""The guide inside the app: "?" on every page leads to what is said of it, and every way in it leads on."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from served import running
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from streamlit.testing.v1 import AppTest
from test_access_pages import go, login, page, told  # noqa: F401 (fixtures)
from test_browser import browser, visit  # noqa: F401 (fixtures)

from timpora import paths
from timpora.access.people import RIGHTS
from timpora.draw import guide
from timpora.store import publish
from timpora.text import LANGUAGES, say, speak
from timpora.web.navigation import PAGES
from timpora.web.routes import routes

TO = re.compile(r'href="([^"]+)"')


def led(app: AppTest) -> list[str]:
    """Where "?" leads, on the page that is open."""
    assert not app.exception, app.exception
    marks = [part.proto.body for part in app.get("html") if 'class="help"' in part.proto.body]
    return [TO.search(mark)[1].replace("&amp;", "&") for mark in marks]


def there(address: str) -> bool:
    """Whether an address of the guide names a chapter, and a section of it where it names one."""
    url = urlsplit(address)
    asked = parse_qs(url.query)
    with speak(asked.get("lang", ["id"])[0]):
        chapter = guide.chapters().get(asked.get("bab", [guide.INDEX])[0])
    is_ours = url.path == "panduan" and set(asked) <= {"bab", "lang"}
    return is_ours and bool(chapter) and url.fragment in {"", *chapter.sections.values()}


def answered(address: str) -> Response:
    """What the server gives at an address that is no page."""
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": []}
    for route in routes():
        match, more = route.matches(scope)
        if match is Match.FULL:
            return route.endpoint(Request(scope | more))
    return Response(status_code=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_every_page_the_mark_leads_to_the_section_about_it_in_the_language_of_the_session(page, language):  # noqa: F811
    for name in PAGES:
        app = page("ringkasan", lang=language)
        [where] = led(go(app, name) if name != "ringkasan" else app)
        assert where.startswith("panduan?bab=halaman") and ("lang=en" in where) == (language == "en")
        assert there(where) and urlsplit(where).fragment.endswith(name if name != "ringkasan" else ""), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_opens_with_its_title_and_names_all_others(house, page, language):  # noqa: F811
    with speak(language):
        known = guide.chapters()
    assert [*known][:2] == ["isi", "mulai-pimpinan"] and len(known) == 11
    for name, chapter in known.items():
        app = page("panduan", bab=name, lang=language)
        assert not app.exception and not app.warning and led(app) == []
        assert app.title[0].value == chapter.title
        linked = {parse_qs(link.proto.query_string)["bab"][0] for link in app.get("page_link")}
        assert linked == set(known) - {name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_picture_of_every_chapter_is_one_of_the_app(language):
    with speak(language):
        known = guide.chapters()
    for chapter in known.values():
        prose = re.sub(r"`[^`]+`", "", chapter.words)
        assert [where for where in TO.findall(prose) if not there(where.replace("&amp;", "&"))] == []
        assert "](" not in re.sub(r"!\[[^\]]+\]\(/statis/panduan/[^)]+\.png\)", "", prose)
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", prose):
            shown = answered(picture)
            assert (shown.status_code, shown.media_type) == (200, "image/png"), picture


def test_a_chapter_that_nobody_wrote_is_said_and_the_contents_are_shown(page):  # noqa: F811
    app = page("panduan", bab="karangan")
    assert "karangan" in app.warning[0].value and app.title[0].value == "Panduan"


@pytest.mark.parametrize("who", ["pimpinan", "petugas", "admin", "parepare"])
def test_everybody_who_may_look_may_read_it_and_the_log_says_what_was_read(login, who):  # noqa: F811
    app = login("panduan", who, bab="privasi")
    assert not app.warning and app.title[0].value == "Privasi, dan yang tidak dilakukan"
    assert [(line["page"], line["bab"]) for line in told("lihat")] == [("panduan", "privasi")]
    assert all("lihat" in rights for rights in RIGHTS.values())


def test_an_installation_without_the_folder_says_so_and_its_pages_open(page, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(paths, "DOCS", tmp_path / "docs")
    app = page("metode")
    assert led(app) == ["panduan"]
    app = go(app, "panduan")
    assert not app.exception and app.info[0].value == say("guide.absent")


def test_a_picture_under_another_digest_is_not_there():
    assert {answered(f"{guide.PICTURES}/00/{name}").status_code for name in ("peta.png", "x.png")} == {404}


KEPT = "image => image.width * image.getAttribute('height') / image.getAttribute('width')"


@pytest.mark.browser
def test_from_a_page_it_opens_beside_it_at_the_section_and_its_links_stay_in_it(house, visit):  # noqa: F811
    house.permits("Sep-24 | Parepare | Ujung | 9", "Okt-24 | Parepare | Ujung | 12")
    publish.publish()
    with running(paths.data(), environment={"TIMPORA_VIEW": "protected"}) as server:
        seen = visit(f"{server.address}/tren?lang=en&wilayah=73.72.02")
        with seen.context.expect_page() as opened:
            seen.get_by_role("link", name="The guide to this page").click()
        read = opened.value
        heading = read.get_by_role("heading", name="Trends (/tren)")
        expect(heading).to_have_attribute("id", read.url.partition("#")[2])
        read.get_by_role("link", name="Trends", exact=True).last.click()
        expect(heading).to_be_in_viewport()
        read.get_by_role("link", name="Preparing files", exact=True).first.click()
        expect(read.get_by_role("heading", name="Preparing files", level=1)).to_be_visible()
        read.get_by_role("link", name="Guide", exact=True).first.click()
        read.locator(".st-key-bacaan").get_by_role("link", name="Start: leader").click()
        expect(read.get_by_role("heading", name="Start: leader", level=1)).to_be_visible()
        assert "bab=mulai-pimpinan" in read.url and "lang=en" in read.url
        expect(seen).to_have_url(re.compile("wilayah=73.72.02"))
        for at in read.locator(".st-key-bacaan img").all():
            assert at.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
            # The room that is kept for it before it comes, or a section that one was led to would slip away.
            assert at.evaluate(KEPT) == pytest.approx(at.evaluate("image => image.height"), abs=1)
        assert len(seen.context.pages) == 2
