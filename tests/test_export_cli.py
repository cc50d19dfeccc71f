"""A scheduled job makes the documents of a story: what it says, what it leaves behind, and whose numbers they are."""

import json
import re

import pytest

from timpora import cli
from timpora.access import log
from timpora.draw import deck_files

STORY = {
    "timpora_story": 1,
    "name": "Rapat uji",
    "scenes": [
        {"page": "peta", "choices": {"lapisan": ["presence"]}},
        {"page": "peta", "choices": {"lapisan": ["presence"], "wilayah": ["73.72"]}, "title": "Parepare"},
    ],
}


def drawn(house) -> None:
    assert house.permits("Okt-24 | Parepare | Ujung | 112003", reason="uji").is_accepted


@pytest.fixture
def story(house):
    """A file of a story, in the house of an office whose server shows exact numbers."""
    house.published(drawn)
    return house.file(json.dumps(STORY), "rapat.json")


def export(story, out, form: str, *more: str) -> int:
    return cli.main(["export", "--story", str(story), "--format", form, "--out", str(out), *more])


def test_a_job_is_told_how_far_it_is_and_where_its_file_is(story, tmp_path, capfd):
    out = tmp_path / "hasil" / "oktober"
    assert export(story, out, "xlsx") == 0
    said = capfd.readouterr()
    assert said.out.splitlines() == ["Salindia 1/2", "Salindia 2/2", f"Ditulis: {out / 'paparan-2024-10.xlsx'}"]
    assert said.err == ""
    assert [file.name for file in out.iterdir()] == ["paparan-2024-10.xlsx"]


def test_numbers_are_protected_though_the_server_shows_exact_ones_and_the_log_knows_what_left(story, tmp_path):
    assert export(story, tmp_path / "out", "csv", "--address", "http://peta.kantor.example") == 0
    for file in (tmp_path / "out").iterdir():
        text = file.read_text("utf-8-sig")
        assert not re.search(r"112\.?003", text) and re.search(r"11200[05]", text)
        assert "http://peta.kantor.example/peta?" in text and "dokumen=000001-" in text
    taken = [line.details["what"] for line in log.read(action="unduh")]
    assert taken == ["paparan-2024-10-salindia-#.csv"] * 2


@pytest.mark.parametrize(
    ("content", "said"),
    [("bukan json", "JSON|berkas"), (json.dumps(STORY | {"scenes": [{"page": "x"}]}), "jenisnya tidak dikenal")],
)
def test_a_story_that_is_none_is_exit_1_and_a_sentence(story, tmp_path, capsys, content, said):
    story.write_text(content)
    assert export(story, tmp_path / "out", "pptx") == 1
    assert re.search(said, capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


def test_a_story_nobody_kept_and_a_house_without_a_publication_are_exit_1(story, house, tmp_path, capsys):
    assert export("0099", tmp_path, "pdf") == 1
    assert "'0099' tidak ada" in capsys.readouterr().err
    (house.folder / "data" / "published" / "current").unlink()
    assert export(story, tmp_path, "pdf") == 1
    assert "python -m timpora publish" in capsys.readouterr().err


def test_a_template_that_lacks_something_is_said(story, house, tmp_path, capsys):
    (house.folder / "data" / "templates").mkdir()
    (house.folder / "data" / "templates" / "paparan.pptx").write_bytes(b"bukan")
    assert export(story, tmp_path / "out", "pptx") == 1
    assert "Templat paparan.pptx" in capsys.readouterr().err


def test_the_command_knows_every_form_there_is():
    from timpora.commands import export

    assert export.FORMATS == deck_files.FORMATS
