"""The page for files in a real browser, the network blocked: brought, kept, published, and gone with its session."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from served import served
from test_browser import browser, visit  # noqa: F401 (fixtures)
from test_upload import CANARY, GOOD, HEAD

from timpora import paths
from timpora.intake import ledger
from timpora.intake.reading import read

pytestmark = pytest.mark.browser

PERSONS = f"{HEAD};NAMA;NO PASPOR\nOkt-24;Parepare;Ujung;0;0;0;0;12;0;12;Anu bin Fulan;{CANARY}".encode()
STREAMLITS_OWN = r"\bUpload|Browse|Drag and drop|per file|Choose an option|Press Enter|Limit \d"


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder where the server puts temporary files."""
    folder = tmp_path / "sementara"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[str]:
    """The address of a server on an empty data folder, for those who keep nothing there."""
    data = tmp_path_factory.mktemp("kosong") / "data"
    data.mkdir()
    with served(data) as address:
        yield address


@pytest.fixture
def looking(empty, visit):  # noqa: F811
    """The page of a server where others look too."""
    page = visit(f"{empty}/unggah")
    expect(page.get_by_text("Belum ada data di sini")).to_be_visible()
    return page


@pytest.fixture
def at_upload(house, temporary, visit):  # noqa: F811
    """The page of a server on an empty data folder."""
    paths.data().mkdir(parents=True)
    with served(paths.data()) as address:
        page = visit(f"{address}/unggah")
        expect(page.get_by_text("Belum ada data di sini")).to_be_visible()
        yield page


def bring(page: Page, *files: tuple[str, bytes]) -> None:
    sent = [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files]
    page.locator("input[type=file]").set_input_files(sent)


def after(page: Page, selector: str) -> str:
    """What a style sheet writes behind an element."""
    return page.locator(selector).first.evaluate("element => getComputedStyle(element, '::after').content")


def holders(folder: Path) -> list[str]:
    """Every file in this folder that some process has open, with a name or without."""
    found = []
    for process in Path("/proc").glob("[0-9]*/fd"):
        try:
            found += [str(handle.readlink()) for handle in process.iterdir()]
        except OSError:
            continue  # it ended meanwhile
    return [path for path in found if path.startswith(str(folder))]


@pytest.mark.slow
def test_a_first_file_walks_from_the_box_to_the_map(at_upload, temporary, tmp_path):
    page = at_upload
    assert after(page, '[data-testid="stFileUploaderDropzone"] > span button') == '"Pilih berkas"'
    bring(page, ("Izin Tinggal Oktober.csv", GOOD), ("daftar.csv", PERSONS))
    expect(page.get_by_text("✓ Dapat diterima")).to_be_visible()
    expect(page.get_by_text("Ditolak: berisi data pribadi")).to_be_visible()
    assert not (paths.extracts() / "ledger.jsonl").exists()
    assert re.findall(STREAMLITS_OWN, page.locator("body").inner_text()) == []
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Tersimpan sebagai catatan 000001")).to_be_visible()
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_text("Sudah terbit.")).to_be_visible(timeout=60_000)
    assert [entry.original_name for entry in ledger.entries()] == ["Izin Tinggal Oktober.csv"]
    assert [file for file in tmp_path.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()] == []
    assert holders(temporary) == []
    page.get_by_role("link", name="Buka peta Oktober 2024").click()
    expect(page.get_by_text("Izin tinggal aktif, Oktober 2024")).to_be_visible()


def test_a_file_that_is_too_large_stays_in_the_box_with_the_reason_while_the_others_are_taken(looking, house):
    page = looking
    large = house.file(bytes(51 * 1024 * 1024), "besar.csv")
    page.locator("input[type=file]").set_input_files([large, house.file(GOOD, "baik.csv")])
    expect(page.get_by_text("✓ Dapat diterima")).to_be_visible()
    chips = page.locator(".stFileChip:visible")
    expect(chips).to_have_count(1)
    expect(chips).to_contain_text("besar.csv")
    assert "lebih dari 50 MB" in after(page, ".stFileChip[aria-invalid]")


def test_a_template_is_made_when_it_is_asked_for(looking, tmp_path):
    page = looking
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh templat").first.click()
    assert download.value.suggested_filename == "templat-izin_tinggal.xlsx"
    download.value.save_as(tmp_path / "templat.xlsx")
    assert [sheet.name for sheet in read(tmp_path / "templat.xlsx")] == ["Isian", "Petunjuk", "Pilihan"]


def test_what_a_session_held_goes_with_it(house, temporary, visit, monkeypatch):  # noqa: F811
    monkeypatch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "1")
    paths.data().mkdir(parents=True)
    with served(paths.data()) as address:
        page = visit(f"{address}/unggah")
        bring(page, ("baik.csv", GOOD))
        expect(page.get_by_text("✓ Dapat diterima")).to_be_visible()
        assert len(holders(temporary)) == 1 and list(temporary.iterdir()) == []
        page.close()
        other = visit(f"{address}/unggah")
        for _ in range(60):
            expect(other.get_by_text("Berkas yang sudah dimuat")).to_be_visible()
            if not holders(temporary):
                break
            other.reload()  # whoever else is there goes on working meanwhile
        assert holders(temporary) == []
