"""A map is taken along through the gate: made for whom it was offered to, given once more, and noted in the log."""

import identity
from test_gate import data, office  # noqa: F401 (fixtures)
from wire import make

from timpora.access import log


def test_what_is_taken_along_is_made_for_its_login_and_stands_in_the_log(office):  # noqa: F811
    leader = office.login("pimpinan")
    names = []
    with office.wire(leader) as wire:
        closed = wire.run("peta")
        assert closed.offered == []
        drawn = wire.run("peta", widgets={closed.box("bawa"): True})
        assert len(drawn.offered) == 4
        for file_id in drawn.offered:
            wire.send(make(file_id, drawn.session))
            path = wire.wait_for("backend_operation_response").backend_operation_response.deferred_file.url
            given = office.ask(path, leader)
            assert given.status == 200 and given.header("content-disposition").startswith("attachment")
            assert office.ask(path, office.login("analis")).status == 404
            names.append(path.rpartition(".")[2])
    assert names == ["png", "xlsx", "csv", "html"]
    told = [line.details["what"] for line in log.read(action="unduh", who=identity.email("pimpinan"))]
    assert told == [f"peta-presence-2024-10.{kind}" for kind in names]


def test_who_may_not_take_anything_along_is_offered_nothing(office):  # noqa: F811
    with office.wire(office.login("admin")) as wire:
        assert wire.run("peta").offered == []
