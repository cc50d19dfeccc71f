"""python -m timpora …: files in, snapshots out. Exit 0 accepted · 1 refused with findings · 2 wrong usage."""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from timpora.access.roles import ROLES
from timpora.commands import access, backup, boundaries, export, init, intake, serve, serving
from timpora.intake.contracts import ContractError
from timpora.measure.boundaries import CODINGS
from timpora.settings import UnknownView
from timpora.text import LANGUAGES, say


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal without "…" or "–" shows a "?" instead of a traceback
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except OSError as problem:
        print(say("cli.system", problem=problem), file=sys.stderr)
    except ContractError as problem:
        print(say("cli.contract", problem=problem), file=sys.stderr)
    except UnknownView as problem:
        print(problem, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m timpora", description="Peta Timpora: berkas, terbitan, batas.")
    verbs = parser.add_subparsers(required=True, metavar="PERINTAH")

    load = verbs.add_parser("load", help="muat berkas sebuah instansi (XLSX, XLS, ODS, CSV)")
    which = load.add_mutually_exclusive_group(required=True)
    which.add_argument("files", nargs="*", type=Path, metavar="BERKAS", default=[])
    which.add_argument("--inbox", type=Path, metavar="FOLDER", help="semua berkas di folder ini; untuk tugas terjadwal")
    load.add_argument("--source", metavar="ID", help="sumber, bila kolomnya saja tidak cukup jelas")
    load.add_argument("--period", type=_period, metavar="YYYY-MM", help="periode, bila berkas tidak menyebutnya")
    load.add_argument("--reason", metavar="TEKS", help="mengapa hal yang perlu dipastikan memang benar; dicatat")
    load.add_argument("--lang", choices=LANGUAGES, default="id", help="bahasa temuan")
    load.add_argument("--dry-run", action="store_true", help="periksa saja, jangan simpan")
    load.add_argument("--json", action="store_true", help="hasil sebagai satu objek JSON")
    load.set_defaults(run=intake.load)

    undo = verbs.add_parser("undo", help="tarik kembali satu berkas yang sudah dimuat")
    undo.add_argument("id", metavar="ID", help="nomor catatan, seperti ditulis oleh load dan status --json")
    undo.set_defaults(run=intake.undo)

    confirm = verbs.add_parser("confirm", help="ingat arti sebuah ejaan wilayah, sekali untuk seterusnya")
    confirm.add_argument("spelling", metavar="EJAAN")
    confirm.add_argument("code", metavar="KODE", help="kode Kemendagri kecamatan atau kabupatennya, misalnya 73.72.03")
    confirm.add_argument("--forget", action="store_true", help="lupakan lagi")
    confirm.set_defaults(run=intake.confirm)

    template = verbs.add_parser("template", help="templat kosong sebuah sumber (XLSX)")
    template.add_argument("source", metavar="SUMBER")
    template.add_argument("-o", "--output", type=Path, metavar="BERKAS")
    template.set_defaults(run=intake.template)

    publish = verbs.add_parser("publish", help="bangun terbitan dari semua berkas dan layani")
    publish.add_argument(
        "--agree",
        type=_reason,
        metavar="ALASAN",
        help="setujui potongan lebih kasar yang diminta uji kerahasiaan; dicatat",
    )
    publish.set_defaults(run=serving.publish)

    status = verbs.add_parser("status", help="apa yang dimuat dan apa yang dilayani")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=serving.status)

    check = verbs.add_parser("check", help="tanyai terbitan yang dilayani: semua kueri jawaban harus berjalan")
    check.set_defaults(run=serving.check)

    _add_boundaries(verbs)
    _add_export(verbs)
    _add_backup(verbs)

    sample = verbs.add_parser("sample", help="tulis data contoh dan muat lewat pintu yang sama")
    sample.add_argument("--scope", choices=("office", "national"), default="office")
    sample.add_argument(
        "--months", type=_count, default=serving.FULL_SAMPLE, metavar="N", help="bulan sampai Oktober 2024"
    )
    sample.add_argument("--remove", action="store_true", help="hapus data contoh dan terbitannya")
    sample.add_argument("--apart", action="store_true", help="di folder sendiri, di samping folder data kantor")
    sample.set_defaults(run=serving.sample)

    init.add_to(verbs)
    setup = verbs.add_parser("setup", help="batas, data contoh, terbitan: yang belum ada saja")
    setup.set_defaults(run=serving.setup)
    serve.add_to(verbs)
    _add_access(verbs)
    _add_log(verbs)
    return parser


def _add_boundaries(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("boundaries", help="batas wilayah untuk peta")
    actions = actions.add_subparsers(required=True, metavar="TINDAKAN")

    fetch = actions.add_parser("fetch", help="ambil lewat npm dan periksa jumlah ujinya")
    fetch.add_argument("--packages", type=Path, metavar="FOLDER", help="paket npm dari folder ini, bukan dari jaringan")
    fetch.set_defaults(run=boundaries.fetch, out=None)

    takes = actions.add_parser("import", help="periksa dan ambil berkas (GeoJSON, Shapefile dalam ZIP, GPKG, Parquet)")
    takes.add_argument("file", type=Path, metavar="BERKAS")
    takes.add_argument("--attribution", required=True, type=_stated, metavar="TEKS", help="asal batas, tampil di peta")
    takes.add_argument("--vintage", default="", metavar="TEKS", help="keadaan tahun berapa, misalnya 2024")
    takes.add_argument(
        "--valid-from", type=_period, metavar="YYYY-MM", help="bulan pertama berlakunya; tanpa ini sejak awal"
    )
    takes.add_argument("--code-column", default="", metavar="KOLOM", help="kolom kode, bila usulannya keliru")
    takes.add_argument("--coding", default="", choices=CODINGS, help="kode menurut siapa; 'nama' bila tanpa kode")
    takes.add_argument("--name-column", default="", metavar="KOLOM", help="kolom nama, untuk memeriksa kodenya")
    takes.add_argument("--kabupaten-column", default="", metavar="KOLOM", help="kolom kabupaten, bila nama kuncinya")
    takes.add_argument("--crs", default="", metavar="EPSG:…", help="sistem koordinat, bila berkas tidak menyebutnya")
    takes.add_argument("--layer", default="", metavar="NAMA", help="lapisan yang mana, bila ada beberapa")
    takes.add_argument("--yes", action="store_true", help="kolom yang diusulkan benar; ambil")
    takes.add_argument("--lang", choices=LANGUAGES, default="id", help="bahasa temuan")
    takes.add_argument("--dry-run", action="store_true", help="periksa saja, jangan ambil")
    takes.add_argument("--json", action="store_true", help="hasil sebagai satu objek JSON")
    takes.set_defaults(run=boundaries.take)

    undo = actions.add_parser("undo", help="batalkan set yang terakhir diambil; yang sebelumnya berlaku lagi")
    undo.set_defaults(run=boundaries.undo)

    listed = actions.add_parser("list", help="set mana berlaku sejak bulan mana")
    listed.set_defaults(run=boundaries.listed)


def _add_export(verbs: argparse._SubParsersAction) -> None:
    takes = verbs.add_parser("export", help="buat dokumen sebuah paparan; angkanya selalu yang dibulatkan")
    takes.add_argument(
        "--story", default=export.STANDARD, metavar="standar|NOMOR|BERKAS.json", help="paparan yang mana"
    )
    takes.add_argument("--format", required=True, choices=export.FORMATS)
    takes.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    takes.add_argument(
        "--address", default="", metavar="URL", help="alamat server bagi pembaca; bila bukan office.toml"
    )
    takes.set_defaults(run=export.run)


def _add_backup(verbs: argparse._SubParsersAction) -> None:
    makes = verbs.add_parser("backup", help="seluruh data kantor dalam satu berkas; rahasia, memuat angka pasti")
    makes.add_argument("file", type=Path, metavar="BERKAS.tar.gz")
    makes.set_defaults(run=backup.make)

    restores = verbs.add_parser("restore", help="kembalikan cadangan ke folder baru, diperiksa sampai bita terakhir")
    restores.add_argument("file", type=Path, metavar="BERKAS.tar.gz")
    restores.add_argument("--into", required=True, type=Path, metavar="FOLDER", help="folder baru atau kosong")
    restores.set_defaults(run=backup.restore)


def _add_access(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("access", help="siapa boleh masuk dan melihat apa")
    actions = actions.add_subparsers(required=True, metavar="TINDAKAN")

    first = actions.add_parser("init", help="admin pertama, dan apa lagi yang perlu untuk login")
    first.add_argument("email", metavar="EMAIL")
    first.set_defaults(run=access.init)

    listed = actions.add_parser("list", help="semua orang dan grup, dan apa yang salah di access.toml")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=access.listed)

    grant = actions.add_parser("grant", help="beri seseorang atau sebuah grup akses, atau ubah aksesnya")
    _add_person(grant)
    grant.add_argument("--role", required=True, choices=ROLES)
    grant.add_argument(
        "--scope", metavar="KODE,…", help="kode kabupaten dan kecamatan, atau kantor; petugas dan admin selalu kantor"
    )
    grant.add_argument("--until", required=True, type=_day, metavar="YYYY-MM-DD", help="hari terakhir")
    grant.add_argument("--note", default="", metavar="TEKS")
    grant.set_defaults(run=access.grant)

    revoke = actions.add_parser("revoke", help="cabut akses seseorang atau sebuah grup")
    _add_person(revoke)
    revoke.set_defaults(run=access.revoke)

    end = actions.add_parser("end-sessions", help="akhiri semua login seseorang sekarang juga")
    end.add_argument("email", metavar="EMAIL")
    end.set_defaults(run=access.end_sessions)


def _add_person(parser: argparse.ArgumentParser) -> None:
    person = parser.add_mutually_exclusive_group(required=True)
    person.add_argument("email", nargs="?", default="", metavar="EMAIL")
    person.add_argument("--group", default="", metavar="NAMA", help="grup di penyedia login, persis seperti di sana")


def _add_log(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("log", help="catatan siapa melihat, mengambil, memuat, dan mengubah apa")
    actions = actions.add_subparsers(required=True, metavar="TINDAKAN")

    verify = actions.add_parser("verify", help="periksa bahwa tidak ada baris yang diubah atau hilang")
    verify.set_defaults(run=access.verify)

    export = actions.add_parser("export", help="catatan sebagai CSV")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="BERKAS")
    export.add_argument("--since", type=_day, metavar="YYYY-MM-DD")
    export.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="hari terakhir, termasuk")
    export.set_defaults(run=access.export)


def _period(text: str) -> date:
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(say("cli.bad_period", value=text))
    return date.fromisoformat(f"{text}-01")


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(say("agreed.no_reason"))
    return text.strip()


def _stated(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(say("cli.boundaries.no_attribution"))
    return " ".join(text.split())


def _day(text: str) -> date:
    # fromisoformat takes weeks and dates without dashes too.
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(say("cli.bad_day", value=text))


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 600:
        raise argparse.ArgumentTypeError("1–600")
    return int(text)
