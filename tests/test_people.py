"""Who is let in, as what: access.toml decides, and nothing a person says of themselves but a verified address."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timpora import paths
from timpora.access import editing, entries, log
from timpora.access.people import LOCAL, RIGHTS, ROLES, Refusal, Viewer, admit, is_configured
from timpora.settings import now

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 7, 1, 12, tzinfo=WITA)
ADMIN = '[[people]]\nemail = "admin@kantor.go.id"\nrole = "admin"\nscope = "kantor"\nuntil = 2099-12-31\n'
SITI = '[[people]]\nemail = "siti@kantor.go.id"\nrole = "analis"\nscope = ["73.72", "73.11.03"]\nuntil = 2026-12-31\n'
FAR = date(2099, 12, 31)
few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])


def write(text: str | bytes) -> None:
    """access.toml as an admin's editor leaves it: another file in its place."""
    paths.access().mkdir(parents=True, exist_ok=True)
    aside = paths.access() / "ketikan"
    aside.write_bytes(text if isinstance(text, bytes) else text.encode())
    aside.replace(paths.access() / "access.toml")


def group(name: str, role: str, until: str = "2026-12-31") -> str:
    return f'[[people]]\ngroup = "{name}"\nrole = "{role}"\nscope = "kantor"\nuntil = {until}\n'


def come(email: object = "siti@kantor.go.id", at: datetime = NOON, **claims: object) -> Viewer | Refusal:
    return admit({"email": email, "email_verified": True, **claims}, at)


# Rights


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("pimpinan", {"lihat", "unduh"}),
        ("penyaji", {"lihat", "unduh", "rapat"}),
        ("analis", {"lihat", "unduh", "siapa-memuat", "eksak", "menilai", "rapat", "tindak-lanjut"}),
        ("petugas", {"lihat", "unduh", "siapa-memuat", "muat", "rapat", "tindak-lanjut"}),
        ("admin", {"lihat", "siapa-memuat", "akses", "catatan"}),
        ("lokal", set().union(*RIGHTS.values())),
        ("direktur", set()),
    ],
)
def test_a_role_may_what_it_is_for_and_nothing_else(role, rights):
    every = {*set().union(*RIGHTS.values()), "hapus", ""}
    assert {right for right in every if Viewer("x@kantor.go.id", role, None).may(right)} == rights


def test_the_offices_meeting_is_recorded_by_whoever_has_the_whole_office_only():
    assert Viewer("x@kantor.go.id", "penyaji", None).may("rapat")
    assert not Viewer("x@kantor.go.id", "penyaji", ("73.72",)).may("rapat")


def test_exact_numbers_are_for_an_analyst_of_the_whole_office_only():
    assert Viewer("x@kantor.go.id", "analis", None).may("eksak") and LOCAL.may("eksak")
    assert not Viewer("x@kantor.go.id", "analis", ("73.72",)).may("eksak")


# Being let in


def test_a_listed_person_comes_in_with_role_and_areas_however_the_address_is_written(house):
    write(ADMIN + SITI)
    siti = Viewer("siti@kantor.go.id", "analis", ("73.11.03", "73.72"))
    assert come() == come("Siti@Kantor.GO.ID") == siti
    assert come("admin@kantor.go.id") == Viewer("admin@kantor.go.id", "admin", None)


@pytest.mark.parametrize("said", [None, False, "true", 1, "True", [True]])
def test_an_address_counts_only_if_the_provider_says_it_is_verified(house, said):
    write(SITI)
    assert come(email_verified=said) == Refusal("tidak-terverifikasi")
    assert admit({"email": "siti@kantor.go.id"}, NOON) == Refusal("tidak-terverifikasi")


# Dotless i, the Kelvin sign, a Cyrillic s, a long s: each folds to the letter it looks like, or looks like it.
LOOKALIKES = ["s\u0131ti@kantor.go.id", "siti@\u212aantor.go.id", "\u0455iti@kantor.go.id", "\u017fiti@kantor.go.id"]


@pytest.mark.parametrize("email", [*LOOKALIKES, None, "", 7, ["siti@kantor.go.id"]])
def test_letters_that_look_or_fold_alike_are_no_verified_address(house, email):
    write(SITI)
    assert come(email) == Refusal("tidak-terverifikasi")


@pytest.mark.parametrize("email", ["budi@kantor.go.id", "siti@kantor.go.id.example.com", "iti@kantor.go.id"])
def test_who_is_not_listed_does_not_come_in(house, email):
    write(SITI)
    assert come(email) == Refusal("tidak-terdaftar")


def test_before_there_is_a_list_nobody_is_on_it(house):
    assert not is_configured()
    assert come() == Refusal("tidak-terdaftar")
    write(SITI)
    assert is_configured()


def test_the_last_day_counts_whole_on_the_offices_clock(house):
    write(SITI)
    last = datetime(2026, 12, 31, 23, 59, 59, tzinfo=WITA)
    assert isinstance(come(at=last), Viewer)
    assert come(at=last + timedelta(seconds=1)) == Refusal("berakhir")
    # In London it is still the 31st when the day is over in Parepare.
    assert come(at=datetime(2026, 12, 31, 16, 0, tzinfo=ZoneInfo("UTC"))) == Refusal("berakhir")
    assert isinstance(come(at=datetime(2026, 12, 31, 15, 59, tzinfo=ZoneInfo("UTC"))), Viewer)


def test_an_entry_of_ones_own_wins_over_a_group_even_when_it_has_ended(house):
    write(group("timpora", "pimpinan") + SITI)
    assert come(groups=["timpora"]).role == "analis"
    write(group("timpora", "pimpinan") + SITI.replace("2026", "2025"))
    assert come(groups=["timpora"]) == Refusal("berakhir")


def test_of_several_groups_the_first_in_the_file_counts_and_they_do_not_add_up(house):
    write(group("tamu", "penyaji") + group("kantor", "petugas"))
    assert come(groups=["kantor", "tamu"]).role == "penyaji"
    write(group("tamu", "penyaji", "2020-01-01") + group("kantor", "petugas"))
    assert come(groups=["kantor", "tamu"]) == Refusal("berakhir")


@pytest.mark.parametrize("groups", ["kantor", {"kantor": True}, None, 5, ["KANTOR"], [["kantor"]]])
def test_groups_that_are_no_list_of_exact_names_are_none(house, groups):
    write(group("kantor", "petugas"))
    assert come(groups=["kantor"]).role == "petugas"
    assert come(groups=groups) == Refusal("tidak-terdaftar")


def test_a_change_counts_at_once_even_of_the_same_size_and_time(house):
    write(SITI)
    assert come().role == "analis"
    before = (paths.access() / "access.toml").stat()
    write(SITI.replace('"analis"', '"admin" '))
    os.utime(paths.access() / "access.toml", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (paths.access() / "access.toml").stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert come() == Refusal("berkas-rusak")  # an admin without the whole office
    write(ADMIN)
    assert come() == Refusal("tidak-terdaftar")


# What is wrong with the file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SITI + "[[people\n", "Baris 6: tulisannya bukan TOML"),
        (b"\xff\xfe" + SITI.encode(), "bukan TOML"),
        (SITI + "#" * 1_000_001, "bukan TOML"),
        (SITI + "note = " + "[" * 100_000, "bukan TOML"),
        ('people = "siti"', "Awali tiap orang dengan baris [[people]]"),
        ("people = [1]", "Awali tiap orang dengan baris [[people]]"),
        (SITI + "[orang]\nx = 1", "'orang' tidak dikenal"),
        (SITI + "peran = 1", "Entri 1 (siti@kantor.go.id): kunci 'peran' tidak dikenal"),
        (SITI.replace("email", "mail"), "Entri 1 (None): tulis salah satu: email atau group"),
        (SITI + 'group = "x"', "tulis salah satu: email atau group"),
        (SITI.replace("siti@kantor.go.id", "siti"), "alamat e-mail tidak sah"),
        (SITI.replace("siti@", "s\u0131ti@"), "alamat e-mail tidak sah"),
        (SITI.replace("siti@", "siti@siti@"), "alamat e-mail tidak sah"),
        (group("", "analis"), "nama grup kosong"),
        (group(" x", "analis"), "nama grup kosong"),
        (SITI.replace("analis", "direktur"), "peran 'direktur' tidak dikenal. Pilih: pimpinan, analis"),
        (SITI.replace("analis", "lokal"), "peran 'lokal' tidak dikenal"),
        (SITI.replace("analis", "petugas"), "peran petugas bekerja untuk seluruh kantor"),
        (SITI.replace("analis", "admin"), "peran admin bekerja untuk seluruh kantor"),
        (SITI.replace('["73.72", "73.11.03"]', "[]"), "scope tidak terbaca"),
        (SITI.replace('["73.72", "73.11.03"]', '"73.72"'), "scope tidak terbaca"),
        (SITI.replace('["73.72", "73.11.03"]', "[73.72]"), "scope tidak terbaca"),
        (SITI.replace("73.72", "7372"), "kode wilayah '7372' tidak ada"),
        (SITI.replace("73.72", "73.08"), "kode wilayah '73.08' tidak ada"),  # Bone, of another office
        (SITI.replace("73.11.03", "73.11.99"), "kode wilayah '73.11.99' tidak ada"),
        (SITI.replace("until = 2026-12-31", ""), "until tidak ada atau bukan tanggal"),
        (SITI.replace("2026-12-31", '"2026-12-31"'), "until tidak ada atau bukan tanggal"),
        (SITI.replace("2026-12-31", "2026-12-31T00:00:00Z"), "until tidak ada atau bukan tanggal"),
        (SITI.replace("2026-12-31", "2026-02-30"), "Baris 5: tulisannya bukan TOML"),
        (SITI + 'note = "' + "x" * 201 + '"', "note lebih dari 200 huruf"),
        (SITI + 'note = "dua\\nbaris"', "note lebih dari 200 huruf"),
        (SITI + SITI.replace("siti@", "SITI@"), "Entri 2 (SITI@kantor.go.id): sudah ada di entri sebelumnya"),
        (group("a", "analis") * 2, "Entri 2 (a): sudah ada"),
    ],
)
def test_a_mistake_is_told_by_entry_and_remedy_and_lets_nobody_in(house, text, said):
    write(text)
    assert said in "\n".join(entries.listing().findings)
    assert come(groups=["a"]) == Refusal("berkas-rusak")


def test_a_mistake_in_one_entry_lets_nobody_else_in(house):
    write(SITI + group("tamu", "direktur") + ADMIN)
    assert "Entri 2 (tamu)" in entries.listing().findings[0]
    for email in ("siti@kantor.go.id", "admin@kantor.go.id", "orang@lain.example"):
        assert come(email) == Refusal("berkas-rusak")


def test_every_mistake_is_told_not_only_the_first(house):
    write(SITI.replace("analis", "direktur").replace("73.72", "99.99") + ADMIN.replace("2099-12-31", "1"))
    assert len(entries.listing().findings) == 3


def test_a_kabupaten_that_the_office_has_switched_off_is_no_scope(house):
    write(SITI)
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data" / "reference").iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    office = (own / "office.toml").read_text("utf-8")
    (own / "office.toml").write_text(office.replace('    "73.72", # Parepare\n', ""), "utf-8")
    assert "'73.72'" in "\n".join(entries.listing().findings)
    assert come() == Refusal("berkas-rusak")


def test_a_file_that_cannot_be_opened_admits_nobody(house):
    (paths.access() / "access.toml").mkdir(parents=True)
    assert come() == Refusal("berkas-rusak")
    assert "access.toml tidak dapat dibaca" in entries.listing().findings[0]


@few
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"[[people]]\n{text}".encode("utf-8", "replace"))
)
def test_no_content_of_the_file_is_a_traceback(house, content):
    listing = entries.parse(content)
    assert not listing.entries or listing.findings or all(entry.role in ROLES for entry in listing.entries)


values = st.recursive(
    st.sampled_from(['"kantor"', '"analis"', '"a@b.go.id"', "1", "1.5", "true", "2026-12-31", "07:30:00", "nan", "{}"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=4,
)


@few
@given(st.dictionaries(st.sampled_from(["email", "group", "role", "scope", "until", "note", "x"]), values))
def test_no_kind_of_value_anywhere_is_a_traceback(house, raw):
    text = "[[people]]\n" + "\n".join(f"{key} = {value}" for key, value in raw.items())
    write(text)
    assert isinstance(come("a@b.go.id", groups=["kantor", "analis"]), Viewer | Refusal)


# Changing it


def grant(email: str = "siti@kantor.go.id", role: str = "analis", scope=("73.72",), until=FAR, **others):
    return editing.grant(email=email, role=role, scope=scope, until=until, by="lokal", **others)


@pytest.fixture
def admin(house):
    """A list with one admin."""
    grant("admin@kantor.go.id", "admin", None)


def test_who_is_granted_access_comes_in_and_who_is_revoked_does_not(admin):
    grant("Siti@Kantor.go.id", scope=("73.72", "73.11.03"))
    assert come() == Viewer("siti@kantor.go.id", "analis", ("73.11.03", "73.72"))
    grant(role="petugas", scope=None)
    assert come() == Viewer("siti@kantor.go.id", "petugas", None)
    assert [entry.who for entry in entries.listing().entries] == ["admin@kantor.go.id", "siti@kantor.go.id"]
    editing.revoke(email="SITI@kantor.go.id", by="lokal")
    assert come() == Refusal("tidak-terdaftar")


def test_only_its_owner_reads_the_list_and_the_log(admin):
    modes = {file.relative_to(paths.data()): stat.S_IMODE(file.stat().st_mode) for file in paths.data().rglob("*")}
    assert modes and {mode for file, mode in modes.items() if (paths.data() / file).is_dir()} == {0o700}
    assert {mode for file, mode in modes.items() if (paths.data() / file).is_file()} == {0o600}


lines = st.text(st.characters(codec="utf-8"), max_size=60).map(str.strip).filter(entries.is_line)


@few
@given(note=lines, name=lines)
def test_whatever_is_written_in_a_note_or_a_groups_name_is_read_back(house, note, name):
    (paths.access() / "access.toml").unlink(missing_ok=True)
    grant("admin@kantor.go.id", "admin", None, note=note)
    editing.grant(group=name, role="penyaji", scope=None, until=FAR, note=note, by="lokal")
    listing = entries.listing()
    assert listing.findings == ()
    assert [(entry.group, entry.note) for entry in listing.entries] == [("", note), (name, note)]
    assert come("siapa@kantor.go.id", groups=[name]).role == "penyaji"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "siti"}, "Alamat e-mail tidak sah"),
        ({"email": "", "group": ""}, "email atau group"),
        ({"group": "tim"}, "email atau group"),
        ({"role": "lokal"}, "'lokal' tidak dikenal"),
        ({"role": "petugas"}, "seluruh kantor"),
        ({"scope": ("73.99",)}, "'73.99'"),
        ({"scope": ()}, "Scope tidak terbaca"),
        ({"until": date(2020, 1, 1)}, "sudah lewat"),
        ({"note": "satu\ndua"}, "Note lebih dari"),
    ],
)
def test_what_the_file_would_not_take_is_not_granted(admin, wrong, said):
    before = entries.file().read_bytes()
    with pytest.raises(editing.NotChanged, match=f"(?i){said}"):
        grant(**wrong)
    assert entries.file().read_bytes() == before


def test_there_is_always_an_admin(admin):
    for attempt in (
        lambda: editing.revoke(email="admin@kantor.go.id", by="admin@kantor.go.id"),
        lambda: grant("admin@kantor.go.id", "analis"),
    ):
        with pytest.raises(editing.NotChanged, match=r"admin@kantor\.go\.id adalah admin terakhir"):
            attempt()
    grant("ganti@kantor.go.id", "admin", None, until=now().date())
    editing.revoke(email="admin@kantor.go.id", by="ganti@kantor.go.id")
    assert come("ganti@kantor.go.id", now()).role == "admin"


def test_an_admin_whose_access_has_ended_is_none(house):
    write(ADMIN.replace("2099", "2020") + ADMIN.replace("admin@", "lain@"))
    with pytest.raises(editing.NotChanged, match="admin terakhir"):
        editing.revoke(email="lain@kantor.go.id", by="lokal")


def test_who_is_not_listed_cannot_be_revoked(admin):
    with pytest.raises(editing.NotChanged, match=r"budi@kantor\.go\.id tidak ada"):
        editing.revoke(email="budi@kantor.go.id", by="lokal")
    with pytest.raises(editing.NotChanged, match="tim tidak ada"):
        editing.revoke(group="tim", by="lokal")


def test_a_broken_file_is_mended_by_hand_and_never_written_over(admin):
    write(broken := ADMIN + "[[people]]\nrole = 1\n")
    for attempt in (grant, lambda: editing.revoke(email="admin@kantor.go.id", by="lokal")):
        with pytest.raises(editing.NotChanged, match=r"perlu diperbaiki dulu(.|\n)*Entri 2"):
            attempt()
    assert entries.file().read_text() == broken


def test_the_log_says_who_changed_whom_from_what_to_what(admin):
    grant()
    editing.grant(
        email="siti@kantor.go.id", role="petugas", scope=None, until=FAR, note="rahasia", by="admin@kantor.go.id"
    )
    editing.revoke(email="siti@kantor.go.id", by="admin@kantor.go.id")
    first, changed, gone = log.read(action="ubah-akses")[1:]
    siti = {"target": "siti@kantor.go.id"}
    was = {"role_before": "analis", "scope_before": "73.72", "until_before": "2099-12-31"}
    became = {"role": "petugas", "scope": "kantor", "until": "2099-12-31"}
    assert (first.who, first.details) == ("lokal", {**siti, "role": "analis", "scope": "73.72", "until": "2099-12-31"})
    assert (changed.who, changed.details) == ("admin@kantor.go.id", {**siti, **was, **became})
    assert gone.details == {**siti, **{f"{name}_before": value for name, value in became.items()}}


def test_a_change_that_cannot_be_logged_is_not_made(admin):
    before = entries.file().read_bytes()
    (paths.access() / "log").rename(paths.access() / "log-lama")
    (paths.access() / "log").write_text("bukan folder")
    with pytest.raises(OSError, match="access/log"):
        grant()
    assert entries.file().read_bytes() == before


def test_a_change_that_changes_nothing_is_not_in_the_log(admin):
    grant()
    grant()
    assert len(log.read(action="ubah-akses")) == 2


def test_two_who_change_it_at_once_both_have_their_way(admin):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: grant(f"orang{n}@kantor.go.id"), range(16)))
    assert len(entries.listing().entries) == 17
    assert log.verify() == []


def test_what_a_killed_writer_left_behind_does_not_disturb_the_next(admin):
    entries.file().with_name("access.toml.part").write_text("[[peo")
    grant()
    assert come().role == "analis"


def test_the_file_says_what_becomes_of_comments(admin):
    assert "tidak menyimpan komentar" in entries.file().read_text("utf-8")
