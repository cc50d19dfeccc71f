"""What the words of a heading or a cell say about persons: `data/reference/forbidden.toml`, read and applied."""

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from string import ascii_uppercase

from rapidfuzz.distance import OSA

from timpora import paths
from timpora.intake.contracts import contracts, files, heading
from timpora.intake.personal_values import Values, plain

_LETTERS_APART = re.compile(r"\b(?:[A-Z] ){2,}[A-Z]\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FIRST_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z]*")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
_VOWEL = re.compile(r"[AEIOUY]")
_PIECES = re.compile(r"[;,/&]|\b\d{1,3}[.)] ")
_ASIDE = re.compile(r"\([^)]*\)")
_NAME_WORDS = range(2, 6)


@dataclass(frozen=True)
class Forbidden:
    """forbidden.toml; every word in capitals, every phrase as heading() writes it."""

    anywhere: re.Pattern  # phrases no heading may hold
    whole: re.Pattern  # phrases that no heading may consist of
    someone: frozenset[str]  # headings under which one name is enough
    innocent: re.Pattern  # phrases that are taken out before looking
    beside: re.Pattern  # words that make no other heading of it
    run_together: re.Pattern  # one word of both: NAMALENGKAP
    first_words: frozenset[str]  # with which a forbidden heading begins
    counts: tuple[str, ...]  # how a heading begins that counts
    misspelt: tuple[str, ...]
    things: frozenset[str]  # words of headings that stand over names of places and offices
    vocabulary: frozenset[str]  # every word of a heading we know, ours to repeat
    not_names: frozenset[str]
    endings: tuple[str, ...]
    particles: frozenset[str]
    introduces: re.Pattern
    nationality: frozenset[str]  # headings above nationalities
    values: Values

    def heading(self, text: str) -> str | None:
        """The forbidden phrase in a heading, or None."""
        words = self._without_innocent(text)
        return self._first(self.anywhere, words) or self._misspelt(words) or self._whole(words)

    def anywhere_in(self, text: str) -> str | None:
        """Like heading(), for the two lines of a header read as one: only the phrases that may stand nowhere."""
        return self._first(self.anywhere, self._without_innocent(text))

    def is_innocent(self, text: str) -> bool:
        """Whether a heading says with a forbidden word what it may: the name of a place, an office, a count."""
        return "|" in self._without_innocent(text)

    def is_like_heading(self, text: str) -> bool:
        """Whether a text anywhere in a sheet heads a column about persons: it says nothing else, or begins so."""
        if any(map(str.isdigit, text)):
            return False
        if text.isascii() and (first := _FIRST_WORD.search(text)) and first[0].upper() not in self.first_words:
            return False  # most cells, at little cost
        words = self._without_innocent(text)
        begins = self.anywhere.match(f" {self.beside.sub('', words).strip()} ", 1) and len(words.split()) <= 4
        return bool(begins) or self._whole(words) is not None

    def _without_innocent(self, text: str) -> str:
        return self.innocent.sub("|", f" {normal(text)} ")

    def _whole(self, words: str) -> str | None:
        rest = self.whole.sub("#", self.anywhere.sub("#", words))
        if "#" not in rest or self.beside.sub("", rest).strip(" #"):
            return None
        return self._first(self.whole, words) or self._first(self.anywhere, words)

    def _misspelt(self, words: str) -> str | None:
        for word in words.split():
            if len(word) > 4 and word not in self.vocabulary:
                if found := self.run_together.fullmatch(word):
                    return found[1]
                for right in self.misspelt:
                    if OSA.distance(word, right, score_cutoff=1) <= 1:
                        return right
        return None

    @staticmethod
    def _first(phrases: re.Pattern, words: str) -> str | None:
        found = phrases.search(words)
        return found[0] if found else None

    def is_someone(self, text: str) -> bool:
        return normal(text) in self.someone

    def is_thing(self, text: str) -> bool:
        """Whether a heading stands over names of places, offices or kinds."""
        return not self.things.isdisjoint(normal(text).split())

    def is_known(self, text: str) -> bool:
        """Whether every word of a heading is one of ours, so that repeating it repeats nothing of the file's."""
        return self.vocabulary.issuperset(normal(text).split())

    def is_name(self, text: str) -> bool:
        """Whether a cell looks like the name of a person, or several: two to five capitalised words, none of which a
        remark, a place or an office has."""
        pieces = [piece.split() for piece in _PIECES.split(_ASIDE.sub(" ", plain(text))) if piece.strip()]
        words = list(chain.from_iterable(pieces))
        if len(words) not in _NAME_WORDS and not any(len(piece) in _NAME_WORDS for piece in pieces):
            return False
        return max(map(len, pieces)) < _NAME_WORDS.stop and all(map(self._is_name_word, words))

    def _is_name_word(self, word: str) -> bool:
        if not _WORD.fullmatch(word):
            return False
        capitals = word.upper()
        if word[0].islower() or not (word.isupper() or word[1:].islower() or not word.isalpha()):
            return capitals in self.particles and word.islower()
        bare = capitals.strip(".")
        if bare.endswith(self.endings) or not self.not_names.isdisjoint(re.split(r"['’.\-]", bare)):
            return False
        return len(bare) < 3 or "." in bare or bool(_VOWEL.search(bare))  # BVK is no name, NG is

    def names_somebody(self, text: str) -> bool:
        """Whether words are about to name somebody: "a.n. …" before a capital letter and no office."""
        return any(heading(found[1]) not in self.not_names for found in self.introduces.finditer(plain(text)))

    def is_count(self, text: str) -> bool:
        """Whether a heading says that it counts."""
        return normal(text).startswith(self.counts)

    def allows_nationality(self, may: frozenset[str]) -> bool:
        """Whether the headings a contract may have are those of a table by nationality."""
        return not self.nationality.isdisjoint(may)

    def is_country(self, value: object) -> bool:
        return isinstance(value, str) and normal(value) in self._countries

    @cached_property
    def _countries(self) -> frozenset[str]:
        path = paths.reference("countries.csv")
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.is_file() else []
        names = chain.from_iterable([row["name"], *row["spellings_seen"].split("|")] for row in rows)
        return frozenset(name for name in map(normal, names) if len(name) > 3)


def forbidden() -> Forbidden:
    return _read(paths.reference("forbidden.toml"), files())


def normal(text: str) -> str:
    """A heading as heading() writes it, without accents, with letters that were spaced out drawn together."""
    words = heading(_CAMEL.sub(" ", plain(text)))
    return _LETTERS_APART.sub(lambda found: found[0].replace(" ", ""), words)


@cache
def _read(path: Path, of_contracts: tuple) -> Forbidden:
    text = tomllib.loads(path.read_text("utf-8"))
    words, places, not_names, numbers = text["words"], text["places"], text["not_names"], text["numbers"]
    anywhere, whole, someone = (_phrases(text["headings"], match) for match in ("anywhere", "whole", "names"))
    named = [f"{before} {thing}" for before in places["before"] for thing in places["things"]]
    named += [f"{thing} {after}" for after in places["after"] for thing in places["things"]]
    lists = [anywhere, whole, someone, words["beside"], words["counts"], words["misspelt"], words["innocent"], named]
    beside = "|".join(word for word in words["beside"] if len(word) > 1)
    remarks = chain.from_iterable(
        not_names[part] for part in ("remarks", "offices", "places", "lands", "times", "work")
    )
    remarks = frozenset(remarks) | _words_of_contracts()
    return Forbidden(
        anywhere=_any_of(anywhere),
        whole=_any_of(whole),
        someone=frozenset(someone),
        innocent=_any_of([*named, *words["innocent"]]),
        beside=_any_of(words["beside"]),
        run_together=re.compile(rf"(?:{beside})*({'|'.join(anywhere)})(?:{beside})*"),
        first_words=frozenset(p.split()[0] for p in [*anywhere, *whole, *words["beside"]]) | set(ascii_uppercase),
        counts=tuple(f"{word} " for word in words["counts"]),
        misspelt=tuple(words["misspelt"]),
        things=frozenset(" ".join([*places["things"], *places["also"]]).split()),
        vocabulary=frozenset(" ".join(chain(*lists, places["also"])).split()) | remarks,
        not_names=remarks,
        endings=tuple(not_names["endings"]),
        particles=frozenset(not_names["particles"]),
        introduces=re.compile(
            rf"(?i:(?<!\w)(?:{'|'.join(map(re.escape, text['free_text']['introduces']))})) +([A-Z][\w.]*)"
        ),
        nationality=frozenset(w for g in text["headings"] if g["id"] == "nationality" for w in g["words"]),
        values=Values(numbers["office_letters"], numbers["office_letters_joined"], numbers["office_domains"]),
    )


def _words_of_contracts() -> frozenset[str]:
    # A list of nationalities is left out: Jordan and Georgia are names of persons too.
    columns = chain.from_iterable(contract.columns for contract in contracts().values() if not contract.may)
    phrases = chain.from_iterable([*column.headers, *column.value_of] for column in columns)
    return frozenset(word for phrase in phrases for word in phrase.split() if len(word) > 1)


def _phrases(groups: list[dict], match: str) -> list[str]:
    """The phrases of the groups that are matched so, and those of several words written together too."""
    phrases = [phrase for group in groups if group["match"] == match for phrase in group["words"]]
    return [*phrases, *(phrase.replace(" ", "") for phrase in phrases if " " in phrase)]


def _any_of(phrases: list[str]) -> re.Pattern:
    """Finds any of the phrases as whole words in a text with a space at both ends; the longest first."""
    longest = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<= )(?:{'|'.join(longest)})(?= )")
