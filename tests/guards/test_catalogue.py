"""The French catalogue is complete, compiled and typeset (DESIGN §6)."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "foulee"
FRENCH = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "foulee.po"
KEYWORDS = {"say": None, "plural": (1, 2), "counted": (1, 2), "mark": None, "mark_plural": (1, 2)}
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def french() -> Catalog:
    with FRENCH.open("rb") as stream:
        return read_po(stream, locale="fr")


def key(message: Message) -> str:
    """A message's original: its singular where it has a plural."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> list[str]:
    """A message's translations: one, or one for each plural form."""
    found = message.string
    return [found] if isinstance(found, str) else list(found or [""])


def messages() -> set[str]:
    """Every message of the source, plurals by their singular."""
    found = extract_from_dir(str(SOURCE), METHODS, keywords=KEYWORDS, options_map={"**.jinja": {"trimmed": "true"}})
    return {one if isinstance(one, str) else one[0] for _, _, one, _, _ in found if one}


def test_every_message_is_translated() -> None:
    translated = {key(message) for message in french() if message.id and all(strings(message))}
    assert messages() - translated == set()


def test_nothing_is_left_from_messages_that_are_gone() -> None:
    kept = {key(message) for message in french() if message.id}
    assert kept - messages() == set()


def test_nothing_is_fuzzy() -> None:
    assert [message.id for message in french() if message.fuzzy and message.id] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in french():
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            assert set(PLACEHOLDER.findall(message.id)) == set(PLACEHOLDER.findall(message.string)), message.id


def test_french_marks_have_their_narrow_space() -> None:
    for message in french():
        for text in strings(message):
            assert not re.search(r"(?<=[\w)»}]) [:;!?»]", text), text


def test_the_compiled_catalogue_is_up_to_date() -> None:
    """Message by message: the header holds the time of compiling."""
    with FRENCH.with_suffix(".mo").open("rb") as stream:
        compiled = {key(message): strings(message) for message in read_mo(stream) if message.id}
    assert compiled == {key(message): strings(message) for message in french() if message.id}, "run: make messages"


def test_the_header_says_the_plural_rule_and_the_encoding() -> None:
    """Without it gettext takes "0 heure" for a plural and reads the accents wrong."""
    header = FRENCH.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);' in header
    assert '"Content-Type: text/plain; charset=utf-8' in header
