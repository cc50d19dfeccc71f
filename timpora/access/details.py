"""What a line of the log may say. Never a number of the data: what could be one is kept without its digits."""

import re

from timpora.access.areas import areas
from timpora.access.entries import address

LONGEST = 200  # characters of one value
_LONGEST_SCOPE = 4000  # an office has some hundred kecamatan, and who was given which must be there whole
_MONTH = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}-(?:0[1-9]|[12]\d|3[01])"
_WORDS = "words"  # dates and codes of areas stay, every other digit becomes "#"
_PERSON = "person"  # an address, or the name of a group as the login provider has it
_FORMS = {  # what is kept as it is: nothing else of these could be a count
    "day": re.compile(_DAY),
    "load": re.compile(r"\d{6,9}"),
    "set": re.compile(r"0\d{3}"),
    "snapshot": re.compile(rf"{_MONTH}-[0-9a-f]{{12}}"),
    "span": re.compile(r"12|24|60"),
    "election": re.compile(r"[a-z]+-20\d\d"),
}
_VIEW = {
    **dict.fromkeys(
        (
            "page",
            "wilayah",
            "lapisan",
            "periode",
            "banding",
            "bagian",
            "sumber",
            "bulan",
            "pasangan",
            "koreksi",
            "asal",
            "bersama",
            "metode",
            "simulasi",
            "bentuk",
            "tampilan",
            "ukuran",
            "kelas",
            "deret",
            "lawan",
            "lapisan_lain",
            "lapisan_deret",
            "periode_lain",
            "bandingkan",
            "uji",
            "skala",
            "jumlah_kelas",
            "batas",
            "seri",
            "jenis",
            "cara",
            "rupa",
            "kelompok",
            "dasar",
            "dari",
            "ke",
            "mulai",
            "sampai",
            "lihat",
            "dulu",
            "sumbu",
            "aturan",
            "dokumen",
            "cerita",
            "salindia",
            "lanjutan",
            "rapat",
            "instansi",
            "keadaan",
            "menurut",
            "bab",
        ),
        _WORDS,
    ),
    "rentang": "span",
    "pemilihan": "election",
    "view": _WORDS,  # protected or exact
    "through": _WORDS,  # the role whose eyes an admin looks through
}
CHOICES = frozenset(_VIEW) - {"page", "view", "through"}  # what a view of a page is chosen by, in the URL
_GRANTED = {"role": _WORDS, "scope": "scope", "until": "day"}
_BEFORE = {"role_before": _WORDS, "scope_before": "scope", "until_before": "day"}

# action → what may be told of it → its form
ACTIONS: dict[str, dict[str, str]] = {
    "buka": {"view": _WORDS, "address": _WORDS},
    "masuk": {"role": _WORDS, "scope": "scope"},
    "keluar": {"reason": _WORDS, "target": _PERSON},
    "ditolak": {"reason": _WORDS, "path": _WORDS, "page": _WORDS, "right": _WORDS, "through": _WORDS},
    "lihat": _VIEW,
    "unduh": {"what": _WORDS, **_VIEW},
    "muat": {"load": "load", "source": _WORDS},
    "tarik": {"load": "load"},
    "terbit": {"snapshot": "snapshot"},
    "tampilan": {"step": _WORDS, "set": "set", "page": _WORDS},
    "batas": {"step": _WORDS, "set": "set", "since": _WORDS},
    "kantor": {"step": _WORDS, "scope": "scope"},
    "nilai": {"step": _WORDS, "measure": _WORDS, "wilayah": _WORDS, "since": _WORDS, "verdict": _WORDS},
    "tindak-lanjut": {"step": _WORDS, "item": "load", "wilayah": _WORDS},
    "catat": {"step": _WORDS, "note": "load", "scope": "scope"},
    "rapat": {"step": _WORDS, "day": "day", "snapshot": "snapshot"},
    "ubah-akses": {"target": _PERSON, **_GRANTED, **_BEFORE},
    "paparan": {"step": _WORDS, "reason": _WORDS},
    "cerita": {"step": _WORDS, "set": "set"},
    "lihat-sebagai": {"step": _WORDS, "role": _WORDS, "scope": "scope"},
}
_DIGITS = re.compile(
    rf"(?<!\d)(?P<date>{_DAY}|{_MONTH})(?!\d)"
    r"|(?<![\d.])(?P<code>\d\d\.\d\d(?:\.\d\d)?)(?![\d.]*\d)"
    r"|\d+"
)


def fit(action: str, details: dict[str, str]) -> dict[str, str]:
    """The details as they may be kept. Raises ValueError for an action or a detail that is not in ACTIONS."""
    if action not in ACTIONS:
        raise ValueError(f"the log knows no action {action!r}; it knows {', '.join(ACTIONS)}")
    forms = ACTIONS[action]
    if strangers := details.keys() - forms.keys():
        raise ValueError(f"the log keeps no {', '.join(sorted(strangers))} of {action!r}; it keeps {', '.join(forms)}")
    return {name: _kept(forms[name], str(value)) for name, value in details.items() if value}


def bounded(text: str, most: int = LONGEST) -> str:
    """Text of at most so many characters, without halves of letters, which no file takes."""
    whole = text.encode("utf-8", "replace").decode()
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def _kept(form: str, value: str) -> str:
    value = bounded(value, _LONGEST_SCOPE if form == "scope" else LONGEST)
    if form in _FORMS and _FORMS[form].fullmatch(value):
        return value
    if form == _PERSON and (address(value) or re.search(r"[^\W\d_]", value)):
        return value
    return _DIGITS.sub(_without_counts, value)


def _without_counts(found: re.Match) -> str:
    if code := found["code"]:
        return code if code in areas() else "#"
    return found[0] if found["date"] else "#"
