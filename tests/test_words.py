"""No word reaches a reader past the catalogues, none of them is missing or left over, and all keep to the glossary."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from timpora import paths
from timpora.text import data
from timpora.text.order import by_name

CODE = [*(paths.ROOT / "timpora").rglob("*.py"), *paths.PAGES.glob("*.py"), paths.ROOT / "dashboard.py"]
WORDS = re.compile(r"[^\W\d_]{2,}[,;:.]? +[\"'(«]?[^\W\d_]{2,}")  # two words in a row
LETTERS = re.compile(r"[^\W\d_]{2,}")
# What a page is written with: what these are given is read by people.
SHOWN_BY = re.compile(
    "button|caption|checkbox|date_input|download_button|error|expander|file_uploader|header|"
    "info|link_button|markdown|metric|multiselect|number_input|page_link|popover|progress|radio|"
    "segmented_control|selectbox|select_slider|slider|spinner|status|subheader|success|tabs|"
    "text|text_area|text_input|title|toast|toggle|warning"
)
SAID_AS = {"label", "help", "placeholder", "title", "alt", "aria_label", "summary", "legendgrouptitle", "hovertext"}
# Words that no reader of the product reads, or that are no words of ours.
NO_WORDS = {
    "timpora/sample/": "writes the files that agencies would send, as they would write them",
    "timpora/intake/periods.py": "reads months as agencies write them",
    "timpora/intake/titles.py": "reads the lines above a table as agencies write them",
    "timpora/intake/furniture.py": "reads totals as agencies write them",
    "timpora/intake/layout.py": "reads headings as agencies write them",
    "timpora/intake/values.py": "reads cells as agencies write them",
    "timpora/intake/formats/kinds.py": "the names of parts of a PowerPoint file",
    "timpora/intake/contracts.py": "what is wrong with a contract, for whoever programs one",
    "timpora/measure/watch.py": "a rule that code asks for; one that people write is judged by alarm_rules.py",
    "timpora/web/measuring.py": "what Prometheus is told of its measures, in its own language",
    "timpora/web/metrics.py": "what Prometheus is told of its measures, in its own language",
}
LITERALS = {
    "Batas: GADM 4.1 (non-komersial)": "kept with the boundaries; data/reference/en.po has its English",
    "Picture with Caption": "the name of a layout of PowerPoint",
    "DejaVu Sans,Verdana,Segoe UI,Noto Sans,sans-serif": "fonts",
    "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif": "fonts",
    "Numba not installed": "a warning of a library that is kept quiet",
    "Not enough unique values": "a warning of a library that is kept quiet",
    "The alternative hypothesis": "a warning of a library that is kept quiet",
    "The weights matrix is not fully connected": "a warning of a library that is kept quiet",
    "Uncaught app execution": "begins a line of Streamlit's own log",
    "batal bagikan": "a step in the log of acts",
    "waiting broken elapsed next last stays": "names of sentences",
    "on back jump home blank full presenter leave help": "names of sentences",
    "water all full nearer farther keys chosen compared areas keep keep_all find month earlier later play pause": "…",
    " small counts leak; ": "progress that nobody is shown",
    " cuts so far": "progress that nobody is shown",
    "…/peta?lapisan=…": "an address as it is typed",
    "d mmm yyyy": "a form of dates, in Excel's language",
    "the posts of ": "begins the error of a caller's mistake",
}
# Another language than ours or theirs: markup, styles, SQL, patterns, policies of a header.
FOREIGN = re.compile(
    r"[<>{}]|[\w-]+: ?\d|varchar|\bzone timpora_"
    r"|\bscope\.\w|create (table|macro|type)|^\s*select"
    r"|^'? ?(as|set|detach|update|upstream|public,|width=|default-src|;)"
    r"|^\(?\\?\w*\[|\(\\d|\) as table \(|^ \(period date|/timpora\.log|^border"
)
MISTAKES = {"AuditError", "ChildProcessError", "TypeError", "UnknownQuery", "ValueError", "NoSnapshot", "KeyError"}


class Tree:
    """A file of the code: its name, its nodes as `ast.walk` gives them, and what each of them stands in."""

    def __init__(self, file: Path):
        self.name = file.relative_to(paths.ROOT).as_posix()
        self.nodes = [*ast.walk(ast.parse(file.read_text("utf-8")))]
        self.above = {below: node for node in self.nodes for below in ast.iter_child_nodes(node)}


@pytest.fixture(scope="module")
def trees() -> list[Tree]:
    return [Tree(file) for file in CODE]


def is_let_be(name: str, node: ast.Constant, above: dict) -> bool:
    """Docstrings, what only a programmer reads, classes of styles, and what the lists at the top name."""
    if any(name.startswith(place) for place in NO_WORDS) or node.value in LITERALS or FOREIGN.search(node.value):
        return True
    place = above[node]
    if isinstance(place, ast.Expr):
        return True
    if isinstance(place, ast.keyword) and place.arg in ("class_", "css", "style"):
        return True
    if isinstance(place, ast.Call) and called(place) == "table" and place.args[2:3] == [node]:
        return True
    while place in above:
        if isinstance(place, ast.Call) and called(place) in MISTAKES | {"compile", "search", "execute", "_change"}:
            return True
        if isinstance(place, ast.keyword) and place.arg == "class_":
            return True
        place = above[place]
    return False


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def handed_over(node: ast.Call) -> Iterator[ast.expr]:
    """What a reader reads of what a call is given."""
    is_log = "log" in ast.unparse(node.func).lower()
    if isinstance(node.func, ast.Attribute) and SHOWN_BY.fullmatch(node.func.attr) and not is_log:
        yield from node.args[:1]
    if called(node) == "tag":
        yield from node.args[1:]
    if called(node) == "print":
        yield from node.args
    yield from (keyword.value for keyword in node.keywords if keyword.arg in SAID_AS)


def test_no_sentence_stands_in_the_code(trees):
    found = [
        (tree.name, node.lineno, node.value)
        for tree in trees
        for node in tree.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.search(node.value)
        if not is_let_be(tree.name, node, tree.above) and not is_class(node)
    ]
    assert found == []


def is_class(node: ast.Constant) -> bool:
    """Names of styles that are put together before they are handed over: "n ikp empty", "table under"."""
    return bool(re.fullmatch(r"[a-z][a-z-]*( [a-z][a-z-]*)* ?", node.value)) and set(node.value.split()) <= classes()


@cache
def classes() -> set[str]:
    styles = [*CODE, *(paths.ROOT / "timpora").rglob("*.css")]
    return set(chain.from_iterable(re.findall(r"\.([a-z][\w-]*)", file.read_text("utf-8")) for file in styles))


def test_nothing_that_is_handed_to_a_reader_is_written_in_the_code(trees):
    found = [
        (tree.name, given.lineno, given.value)
        for tree in trees
        for node in tree.nodes
        if isinstance(node, ast.Call)
        for given in handed_over(node)
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and LETTERS.search(given.value)
        if not is_let_be(tree.name, given, tree.above)
    ]
    assert found == []


# What is named in the catalogues


def forms(language: str) -> dict[str, tuple[str, ...]]:
    with (paths.ROOT / "timpora" / "text" / f"{language}.po").open("rb") as file:
        return {
            message.id[0] if message.pluralizable else message.id: tuple(message.string)
            if message.pluralizable
            else (message.string,)
            for message in read_po(file, locale=language)
            if message.id
        }


INDONESIAN, ENGLISH = forms("id"), forms("en")


class Named:
    """How the code names sentences: in full, or as f"empty.{state}", whose parts are words that the code knows."""

    def __init__(self, trees: list[Tree]):
        nodes = [node for tree in trees for node in tree.nodes]
        texts = [
            str(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str | int)
        ]
        self.whole = set(texts)
        # More than Python remembers of itself: it would read each of them anew for each name.
        self.patterns = [
            re.compile(each) for each in {pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)}
        ]
        files = [*(paths.ROOT / "queries").rglob("*.sql"), *(paths.ROOT / "data").glob("[cr]*/*.toml")]
        said = [*texts, *(file.read_text("utf-8") for file in files)]
        said += [node.attr for node in nodes if isinstance(node, ast.Attribute)]
        said += [node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg]
        self.words = set(chain.from_iterable(re.findall(r"[\w-]+", text) for text in said))
        self.words |= {text.replace(" ", "_") for text in texts} | {word.replace("-", "_") for word in self.words}

    def has(self, name: str) -> bool:
        if name in self.whole:
            return True
        return any(self._may_be(found) for each in self.patterns if (found := each.fullmatch(name)))

    def _may_be(self, found: re.Match) -> bool:
        """Where the beginning is left open it is a name that stands in the code: say(f"{sentence}.{code}")."""
        first, *others = found.groups() or ("",)
        if found.start(1) == 0 and "." not in first:
            return False
        parts = others if found.start(1) == 0 else [first, *others]
        is_begun = found.start(1) > 0 or first in self.whole
        return is_begun and all(piece in self.words for part in parts for piece in part.split(".") if piece)


def pattern(node: ast.JoinedStr) -> str:
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"([\w.-]*)" for part in node.values)


def test_every_sentence_of_the_catalogues_is_said_somewhere(trees):
    named = Named(trees)
    assert sorted(name for name in INDONESIAN if not named.has(name)) == []


def test_every_sentence_that_is_said_is_in_the_catalogues(trees):
    asked = {
        name
        for tree in trees
        for node in tree.nodes
        if isinstance(node, ast.Call) and called(node) == "say" and node.args
        for name in chosen(node.args[0])
    }
    assert len(asked) > 1000
    patterns = [(name, re.compile(name)) for name in asked if re.sub(r"\\(.)", r"\1", name) not in INDONESIAN]
    assert sorted(name for name, each in patterns if not any(map(each.fullmatch, INDONESIAN))) == []


def chosen(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*chosen(node.body), *chosen(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        return [pattern(node)]
    return [re.escape(node.value)] if isinstance(node, ast.Constant) else []


def test_everything_is_said_in_both_languages():
    assert sorted(INDONESIAN) == sorted(ENGLISH)
    assert [name for name, said in [*INDONESIAN.items(), *ENGLISH.items()] if not all(said)] == []


def test_english_tells_one_from_several_of_the_same_things():
    several = {name: said for name, said in ENGLISH.items() if len(said) > 1}
    assert len(several) > 70
    named = {name: [set(re.findall(r"\{(\w+)\}", form)) for form in said] for name, said in several.items()}
    assert {name: sets for name, sets in named.items() if sets[0] != sets[1] or "n" not in sets[0]} == {}
    assert [name for name, (said, *_) in ENGLISH.items() if "(s)" in said] == []


# What data files say of themselves

SAID_IN_DATA = re.compile(
    r"name|why\w*|meaning|unit|group|caution|text|source|urgent|title|note|formula|helps|third_words|what_changed"
)
# Proper names and signs, which are the same in English.
AS_THEY_ARE = re.compile(r"%|km²|RT/RW|Kecamatan|Desa/kelurahan|(?:[A-Z][\w/]*\d*|UU|PP|ps\.|\d[\d/()]*|;| )+")


def said_in_data() -> set[str]:
    found: set[str] = {"Batas: GADM 4.1 (non-komersial)"}
    found |= {*INDONESIAN["scope.own"], *INDONESIAN["risk.points"]}  # which snapshots hold like words of files
    for file in chain(*((paths.ROOT / "data" / folder).glob("*.toml") for folder in ("reference", "contracts"))):
        if file.stem not in ("forbidden", "office"):
            found |= set(texts_of(tomllib.loads(file.read_text("utf-8")), ""))
    return found


def texts_of(told: object, key: str, of: str = "") -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            if name not in ("headers", "period", "spellings") and not (key == "kabupaten" and name == "name"):
                yield from texts_of(value, name, key)
    elif isinstance(told, list):
        for each in told:
            yield from texts_of(each, key, of)
    elif isinstance(told, str) and SAID_IN_DATA.fullmatch(key) and not (of == "columns" and key in ("name", "source")):
        yield told


def test_what_data_files_say_has_english_and_no_english_is_left_over():
    said, known = said_in_data(), data.words("en")
    assert sorted(text for text in said - known.keys() if not AS_THEY_ARE.fullmatch(text)) == []
    assert sorted(known.keys() - said) == []


# The glossary

# What is not said in Indonesian, for the word there is in its place.
INSTEAD = {
    r"\boverstay\w*": "lewat masa tinggal",
    r"\bil+egal\b": "never",
    r"\blaporan keluar\b|\bcheck-?(in|out)\b": "lapor masuk, lapor keluar",
    r"\bdownload\w*": "unduh",
    r"\bthreshold\b": "ambang batas",
    r"\bwarga negara asing\b|\bimigran\b": "orang asing",
    r"\bsponsor\w*": "penjamin",
    r"\bhotel\b|\bakomodasi\b": "penginapan",
    r"\bkehadiran\b": "keberadaan",
    r"\bcoverage\b": "cakupan",
    r"\bfollow-?up\b": "tindak lanjut",
    r"\bdirahasiakan\b|\bdisembunyikan\b": "disamarkan",
}
# Where Indonesian has the word on the left, English has one of those on the right.
TERMS = {
    "lapor masuk": "check(ed)?[- ]in",
    "lapor keluar": "check(ed)?[- ]out",
    "penginapan": "lodging",
    "orang asing": "foreign (national|worker|pupil|guest)",
    "izin tinggal": "stay permit",
    "lewat masa tinggal": "overstay",
    "penjamin": "guarantor",
    "deportasi": "deport",
    "keberadaan": "presence",
    "pengawasan": "supervis",
    "deteksi dini": "early[- ]detection",
    "kerawanan": "vulnerab|flag",
    "indeks komposit": "composite index",
    "bobot": "weight",
    "ambang batas": "threshold",
    "kecenderungan": "trend",
    "anomali": "anomal",
    "wilayah kerja": "jurisdiction",
    "legenda": "legend",
    "tahapan": "stage",
    "coklit": "voter matching",
    "masa tenang": "quiet period",
    "pemantau": "observer",
    "disamarkan": "suppress",
    "data tidak cukup": "insufficient data",
    "kemutakhiran data": "data freshness",
    "cakupan": "coverage",
    "ketepatan waktu": "timeliness",
    "instansi sumber": "source agency",
    "tindak lanjut": "follow|action",
    "bahan paparan": "briefing deck",
    "unduh": "download",
    "perkiraan": "estimate",
}
STATES = {"not_reported": "not yet reported", "suppressed": "suppressed", "not_applicable": "not applicable"}


def told_twice() -> list[tuple[str, str, str]]:
    """(name, Indonesian, English) of all that is said by the code and by data files."""
    named = [(name, " ".join(said), " ".join(ENGLISH[name])) for name, said in INDONESIAN.items()]
    return [*named, *((text, text, english) for text, english in data.words("en").items())]


def placeless(text: str) -> str:
    return re.sub(r"\{\w+\}", "", text)


@pytest.mark.parametrize("other", INSTEAD)
def test_indonesian_keeps_to_the_glossary(other):
    assert [(name, text) for name, text, _ in told_twice() if re.search(other, placeless(text), re.IGNORECASE)] == []


@pytest.mark.parametrize("term", TERMS)
def test_english_has_the_word_of_the_glossary(term):
    departs = [
        (name, english)
        for name, text, english in told_twice()
        if re.search(rf"\b{term}\b", placeless(text), re.IGNORECASE)
        and not re.search(TERMS[term], english, re.IGNORECASE)
    ]
    assert departs == []


def test_each_kind_of_empty_has_its_own_word():
    assert {state: ENGLISH[f"empty.{state}"] for state in STATES} == {state: (word,) for state, word in STATES.items()}


def test_names_stand_in_one_order_whatever_their_capitals_accents_and_numbers():
    names = ["TPS 10", "élan", "TPS 2", "emas", "Barru", "zaman", "Élan"]
    assert sorted(names, key=by_name) == ["Barru", "Élan", "élan", "emas", "TPS 2", "TPS 10", "zaman"]


def test_a_file_of_the_office_adds_words_and_leaves_ours(house):
    own = Path(paths.data()) / "reference" / "en.po"
    own.parent.mkdir(parents=True)
    own.write_text('msgid "Lapisan kantor"\nmsgstr "The office\'s layer"\n', "utf-8")
    known = data.words("en")
    assert known["Lapisan kantor"] == "The office's layer" and known["orang"] == "people"
