"""The table of peers says what each tool needs beside ours, and does not hide what it cannot do."""

from benchmarks.peers.drive import Taken
from benchmarks.peers.table import written


def test_a_tool_that_cannot_be_clicked_has_a_dash_and_one_that_asks_abroad_is_named():
    ours = Taken(month_ms=[200.0], click_ms=[100.0])
    peer = Taken(month_ms=[500.0], abroad={"d3js.org", "cdn.example.org"})
    rows = {
        line.split(" | ")[0].strip("| "): line.split(" | ")
        for line in written({"ours": ours, "peer": peer}, []).splitlines()
    }
    assert rows["another month, until it stands"][1:] == ["200 ms", "500 ms, 2.5 × |"]
    assert rows["a click, until its number stands"][1:] == ["100 ms", "– |"]
    assert rows["asks for beyond this machine"][1:] == ["nothing", "cdn.example.org, d3js.org |"]
