"""What is said in Indonesian is said in English too, of the same things; and a language ends where it was asked for."""

import importlib.util
import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from timpora import paths, text
from timpora.text import LANGUAGES, age, day, moment, month, number, say, short_month, speak

FOLDER = Path(text.__file__).parent
IN_BOTH = re.compile(r"(age|cli|empty|finding|publish)\.|(coverage|period\.quarter|yes|no)$")
OCTOBER = date(2024, 10, 1)
# How the code of the door names a finding; one without a sentence would be a traceback on the screen.
RAISES = r"(?:finding\((?:REFUSE|WARN|NOTE), |refuse\(|UnreadableFile\(|UnknownArea\(|CellError\(|NumberError\()"


def forms(language: str) -> dict[str, tuple[str, ...]]:
    """Name → what is said; where a language tells one from several, of one and of several."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        message.id[0] if message.pluralizable else message.id: message.string
        if message.pluralizable
        else (message.string,)
        for message in messages
    }


def catalogue(language: str) -> dict[str, str]:
    """As `forms`, of several."""
    return {name: said[-1] for name, said in forms(language).items()}


INDONESIAN, ENGLISH = catalogue("id"), catalogue("en")
PAIRS = {name: (INDONESIAN[name], ENGLISH[name]) for name in INDONESIAN if name in ENGLISH}
FINDINGS = [name for name in INDONESIAN if name.startswith("finding.")]


def placeholders(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def commands(sentence: str) -> list[str]:
    return re.findall(r"python -m timpora [a-z]+(?: [a-z]+\b| --[a-z]+)?|--[a-z]+|TIMPORA_\w+|\bUU \d+/\d+", sentence)


def spoken() -> tuple[str, ...]:
    """One of each: number, month, short month, day, moment, age, sentence."""
    at = datetime(2024, 10, 5, 9, 15)
    dates = (month(OCTOBER), short_month(OCTOBER), day(at.date()), moment(at))
    return (number(1234.5, 1), *dates, age(12), say("finding.not_a_number", value="12-"))


def test_every_finding_command_and_publication_is_said_in_english_too():
    assert [name for name in INDONESIAN if IN_BOTH.match(name) and not ENGLISH.get(name)] == []


def test_nothing_is_said_in_english_only():
    assert [name for name in ENGLISH if name not in INDONESIAN] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_stands_twice_in_a_catalogue(language):
    names = re.findall(r'^msgid "(.+)"$', (FOLDER / f"{language}.po").read_text("utf-8"), re.MULTILINE)
    assert {name: times for name, times in Counter(names).items() if times > 1} == {}
    assert set(names) == set(catalogue(language))


def test_both_languages_tell_of_the_same_things():
    assert {name: pair for name, pair in PAIRS.items() if placeholders(pair[0]) != placeholders(pair[1])} == {}


def test_both_languages_name_the_same_commands_and_laws():
    assert {name: pair for name, pair in PAIRS.items() if commands(pair[0]) != commands(pair[1])} == {}


def test_both_languages_end_alike():
    # A place leads into its finding, a step stands inside a sentence: what follows must fit in both.
    ends = {name: tuple(re.search(r"[.,:… ]*$", sentence)[0] for sentence in pair) for name, pair in PAIRS.items()}
    assert {name: pair for name, pair in ends.items() if pair[0] != pair[1]} == {}


def test_no_indonesian_is_left_in_english():
    words = re.compile(r"\b(yang|berkas|tidak|kolom|baris|lembar|sel|dan|atau|dengan|untuk|terbitan)\b", re.IGNORECASE)
    said = {name: re.sub(r"'[^']*'", "", sentence) for name, sentence in ENGLISH.items()}
    assert {name: sentence for name, sentence in said.items() if words.search(sentence)} == {}


@pytest.mark.parametrize("sentences", [INDONESIAN, ENGLISH], ids=LANGUAGES)
def test_a_finding_begins_in_lower_case_because_its_place_comes_before(sentences):
    assert [name for name in FINDINGS if sentences.get(name, "")[:1].isupper()] == []


def test_every_finding_the_door_can_raise_has_its_sentence():
    code = "\n".join(file.read_text("utf-8") for file in (paths.ROOT / "timpora" / "intake").rglob("*.py"))
    raised = set(re.findall(RAISES + r'"(\w+)"', code))
    assert len(raised) > 50
    assert sorted(rule for rule in raised if f"finding.{rule}" not in INDONESIAN) == []


def test_indonesian_is_spoken_unless_another_language_is_asked_for():
    numbers_and_dates = ("1.234,5", "Oktober 2024", "Okt 2024", "5 Oktober 2024", "5 Oktober 2024 09.15", "12 hari")
    assert spoken()[:-1] == numbers_and_dates and "bukan bilangan" in spoken()[-1]


def test_english_is_spoken_in_numbers_months_and_sentences_alike():
    with speak("en"):
        said = spoken()
    assert said[:3] == ("1,234.5", "October 2024", "Oct 2024")
    assert said[3:6] == ("5 October 2024", "5 October 2024 09:15", "12 days")
    assert said[6].startswith("'12-' is not a number.")


def test_a_language_ends_where_it_was_asked_for_even_after_an_error():
    before = spoken()
    with pytest.raises(KeyError), speak("en"):
        with speak("id"):
            assert spoken() == before
        assert month(OCTOBER) == "October 2024"
        say("finding.no_such_sentence")
    assert spoken() == before


def test_the_language_of_one_thread_is_not_another_ones():
    before = spoken()
    with ThreadPoolExecutor(1) as other, speak("en"):
        assert other.submit(spoken).result() == before
    with ThreadPoolExecutor(1) as other:
        language = speak("en")
        other.submit(language.__enter__).result()
        assert other.submit(month, OCTOBER).result() == "October 2024" and spoken() == before
        other.submit(language.__exit__, None, None, None).result()
        assert other.submit(spoken).result() == before


def test_what_has_no_english_is_said_in_indonesian(tmp_path):
    elsewhere = with_english(tmp_path, 'msgid "yes"\nmsgstr "yes"\n\nmsgid "no"\nmsgstr ""\n')
    with elsewhere.speak("en"):
        assert [elsewhere.say(name) for name in ("yes", "no", "age.today")] == ["yes", "tidak", "hari ini"]
        assert elsewhere.say("age.days", n=12) == "12 hari"
        with pytest.raises(KeyError):
            elsewhere.say("finding.no_such_sentence")


def with_english(folder: Path, messages: str) -> ModuleType:
    """The package of sentences once more, beside a catalogue that knows only these messages in English."""
    copy = shutil.copytree(FOLDER, folder / "text")
    (copy / "en.po").write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{messages}', "utf-8")
    spec = importlib.util.spec_from_file_location("sentences_elsewhere", copy / "__init__.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
