"""Who is lent a browser finds nothing of who had it before, and what else runs in the thread does not notice it."""

import asyncio
from contextlib import ExitStack

import pytest
from lent import lent, running
from served import served
from test_browser import CHROMIUM, FLAGS, SHORT_LIVED, browser  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

LEFT = """() => {
  localStorage.setItem("tema", "gelap");
  sessionStorage.setItem("wilayah", "73.72");
  document.cookie = "siapa=saya";
}"""
FOUND = "() => [localStorage.length, sessionStorage.length, document.cookie, matchMedia('print').matches, innerWidth]"


@pytest.mark.slow
def test_a_browser_that_was_used_is_lent_again_and_holds_nothing_of_before(browser, tmp_path):  # noqa: F811
    with served(tmp_path) as address:
        with lent(browser, (390, 844)) as before:
            before.goto(f"{address}/healthz")
            before.evaluate(LEFT)
            before.emulate_media(media="print")
            before.context.new_page().goto(f"{address}/healthz")
            before.context.set_offline(True)
        with lent(browser) as after:
            assert after is before and after.url == "about:blank" and after.context.pages == [after]
            after.goto(f"{address}/healthz")
            assert after.evaluate(FOUND) == [0, 0, "", False, 1366]


@pytest.mark.slow
def test_two_who_are_lent_one_at_once_are_strangers(browser, tmp_path):  # noqa: F811
    with served(tmp_path) as address, lent(browser) as one, lent(browser) as other:
        one.goto(f"{address}/healthz")
        one.evaluate(LEFT)
        other.goto(f"{address}/healthz")
        assert one.context is not other.context and other.evaluate(FOUND)[:3] == [0, 0, ""]


def test_where_a_module_is_through_with_the_browser_a_loop_of_ones_own_runs(browser, pytestconfig):  # noqa: F811
    started = running(CHROMIUM, (*FLAGS, SHORT_LIVED), pytestconfig.add_cleanup)
    with started.used() as chromium:
        assert chromium is browser and chromium.contexts is not None
    assert asyncio.run(asyncio.sleep(0, "halo")) == "halo"
    rest_of_the_module = ExitStack()
    pytestconfig.add_cleanup(rest_of_the_module.close)
    assert rest_of_the_module.enter_context(started.used()).is_connected()
