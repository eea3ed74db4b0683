"""Motives in free text: what is recognised, what must never be condemned, what survives bad typing (C1)."""

import random
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.diagnosing.motive_matching import (
    BREAK,
    Grammar,
    Page,
    Speller,
    slips,
    sound,
    words_of,
)
from foulee.core.diagnosing.motives import MotiveReading, MotiveVerdict, compile_lexicon, read_motive
from foulee.knowledge.errors import KnowledgeError
from foulee.knowledge.motives import FILE, load_motives, parse_motives

LEXICON = load_motives().lexicon
MILD = {motive.code for motive in LEXICON.motives if motive.mild}
EVERYBODY = "Parce que tout le monde y est."


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One answer of motives_cases.yaml and how it should be read."""

    split: str
    want: str
    lang: str
    text: str
    codes: tuple[str, ...] = ()
    batch: int = 0


def _cases() -> list[Case]:
    lines = yaml.safe_load((Path(__file__).parent / "motives_cases.yaml").read_text(encoding="utf-8"))
    return [Case(**{**line, "codes": tuple(line.get("codes", ()))}) for line in lines]


CASES = _cases()
DEVELOPMENT = [case for case in CASES if case.split == "dev"]


def read(text: str) -> MotiveReading:
    return read_motive(text, LEXICON)


def strong(reading: MotiveReading) -> set[str]:
    return {finding.code for finding in reading.findings} - MILD


def chosen(want: str, split: str, batch: int = 0) -> list[Case]:
    return [case for case in CASES if (case.want, case.split) == (want, split) and batch in {0, case.batch}]


# ------------------------------------------------------------------------------------------ what is read


def test_there_are_enough_cases() -> None:
    counts = {want: sum(case.want == want for case in CASES) for want in ("bad", "good", "mixed", "unclear")}
    assert counts["bad"] >= 120
    assert counts["good"] >= 120
    assert counts["mixed"] >= 30
    assert counts["unclear"] >= 20
    assert 0.4 <= sum(case.lang == "fr" for case in CASES) / len(CASES) <= 0.6


@pytest.mark.parametrize("case", DEVELOPMENT, ids=lambda case: case.text[:60])
def test_development_answer_is_read_as_wanted(case: Case) -> None:
    reading = read(case.text)
    assert reading.verdict == case.want, reading
    if case.codes:
        assert strong(reading) & set(case.codes), reading


@pytest.mark.parametrize("batch", [1, 2])
def test_held_out_answers_are_read_well_enough(batch: int, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [read(case.text) for case in chosen("bad", "heldout", batch)]
    good = [read(case.text) for case in chosen("good", "heldout", batch)]
    mixed = [read(case.text) for case in chosen("mixed", "heldout", batch)]
    unclear = [read(case.text) for case in chosen("unclear", "heldout", batch)]
    rates = {
        "bad recognised": _share(bad, lambda reading: bool(strong(reading))),
        "good condemned": _share(good, lambda reading: reading.verdict is MotiveVerdict.BAD),
        "good suspected": _share(good, lambda reading: reading.verdict is MotiveVerdict.MIXED),
        "good recognised": _share(good, lambda reading: reading.verdict is MotiveVerdict.GOOD),
        "mixed recognised": _share(mixed, lambda reading: bool(strong(reading))),
        "unclear condemned": _share(unclear, lambda reading: reading.verdict is MotiveVerdict.BAD),
    }
    with capsys.disabled():
        told = ", ".join(f"{name} {rate:.0%}" for name, rate in rates.items())
        sys.stdout.write(f"\nmotives, held out, batch {batch} ({len(bad)} bad, {len(good)} good): {told}\n")
    assert rates["bad recognised"] >= 0.85
    assert rates["good condemned"] == 0
    assert rates["good suspected"] <= 0.05
    assert rates["good recognised"] >= 0.80
    assert rates["mixed recognised"] >= 0.90
    assert rates["unclear condemned"] <= 0.05


def _share(readings: list[MotiveReading], holds: Callable[[MotiveReading], bool]) -> float:
    return sum(map(holds, readings)) / len(readings)


def test_class_found_is_the_right_one_nine_times_in_ten() -> None:
    met = [(case, strong(read(case.text))) for case in CASES if case.codes and case.split == "heldout"]
    found = [(case, codes) for case, codes in met if codes]
    assert sum(bool(codes & set(case.codes)) for case, codes in found) / len(found) >= 0.9


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Tout le monde y est.", "bad"),
        ("Ce n'est pas parce que tout le monde y est, c'est pour vendre 20 paniers.", "good"),
        ("Pas seulement parce que tout le monde y est : aussi pour vendre 20 paniers.", "mixed"),
        ("Tout le monde y est. Ce n'est pas une raison : je veux recruter deux vendeuses.", "good"),
        ("Pourquoi pas, tout le monde y est.", "bad"),
        ("Everybody is there, but that's no reason. I want ten more orders a week.", "good"),
        ("Everybody is there and we want ten more orders a week.", "mixed"),
        ("I have no idea what we would sell, but everybody is there.", "bad"),
        ("La peur de rater le train ne me concerne pas.", "bad"),
    ],
)
def test_what_stands_around_a_motive_changes_it(text: str, verdict: str) -> None:
    assert read(text).verdict == verdict


def test_vague_motive_is_reported_alone_and_forgotten_beside_a_purpose() -> None:
    assert [finding.code for finding in read("Pour la visibilité").findings] == ["vague"]
    assert read("Pour la visibilité").verdict is MotiveVerdict.UNCLEAR
    beside = read("Plus de visibilité, et surtout recruter deux soudeurs avant juin")
    assert (beside.findings, beside.verdict) == ((), MotiveVerdict.GOOD)


def test_advice_that_contains_an_obligation_is_one_finding() -> None:
    (finding,) = read("Ma nièce m'a dit qu'il fallait y être.").findings
    assert finding.code == "told_to"


# ------------------------------------------------------------------------------------- bad typing, odd input


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "😀😀", "\x00\x01", "\u200f\u202e", "?!…", "🇫🇷 — « »"])
def test_text_without_a_letter_is_empty(text: str) -> None:
    assert read(text) == MotiveReading((), has_purpose=False, verdict=MotiveVerdict.EMPTY)


DRESSES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "no accents": lambda text: re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", text)),
    "curly apostrophes": lambda text: text.replace("'", "’"),
    "emoji around": lambda text: f"😀 {text} 🙏🏽",
    "right-to-left marks": lambda text: text.replace(" ", " \u200f").replace("e", "e\u202c"),
    "joiners and controls": lambda text: text.replace("o", "\u200do\x07"),
    "narrow no-break spaces": lambda text: text.replace(" ", "\u202f"),
    "spaces and line ends": lambda text: f"\n  {text.replace(' ', '   ')}\r\n",
    "full-width letters": lambda text: re.sub("[a-z]", lambda m: chr(ord(m[0]) + 0xFEE0), text),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_dress_of_a_text_changes_nothing(dress: str) -> None:
    for case in DEVELOPMENT[::3]:
        plain, dressed = read(case.text), read(DRESSES[dress](case.text))
        assert dressed.verdict == plain.verdict, case.text
        assert [f.code for f in dressed.findings] == [f.code for f in plain.findings], case.text


def slipped(text: str, rng: random.Random) -> str:
    """Make one slip in one word out of four: a letter missing, doubled, swapped or changed."""
    return " ".join(_slip(word, rng) if rng.random() < 0.25 else word for word in text.split())


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 1)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    ways = (head + tail, head + letter * 2 + tail, head + tail[0] + letter + tail[1:], head + "e" + tail)
    return rng.choice(ways)


def test_slips_of_the_pen_hide_few_bad_motives_and_condemn_next_to_no_good_one() -> None:
    rng = random.Random(20)
    bad = [read(slipped(case.text, rng)) for case in CASES if case.want == "bad" for _ in range(3)]
    good = [read(slipped(case.text, rng)) for case in CASES if case.want == "good" for _ in range(3)]
    assert _share(bad, lambda reading: bool(strong(reading))) >= 0.85
    assert _share(good, lambda reading: reading.verdict is MotiveVerdict.BAD) <= 0.01


@settings(deadline=None)  # the first call reads the lexicon
@given(st.text(max_size=400) | st.lists(st.sampled_from([case.text for case in CASES]), max_size=6).map(" ".join))
def test_any_text_is_read_and_findings_are_slices_in_order(text: str) -> None:
    reading = read(text)
    last = 0
    for finding in reading.findings:
        assert finding.phrase == text[finding.start : finding.end] != ""
        assert finding.start >= last
        last = finding.end
    assert (reading.verdict in {MotiveVerdict.BAD, MotiveVerdict.MIXED}) == bool(strong(reading))
    assert reading.has_purpose == (reading.verdict in {MotiveVerdict.GOOD, MotiveVerdict.MIXED})


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "tout le monde " * 700, "on n'a pas le choix, " * 500, "😀" * 10_000, "\u202e" * 10_000],
)
def test_long_and_hostile_texts_are_read(text: str) -> None:
    assert read(text).verdict in set(MotiveVerdict)


def test_motive_in_the_middle_of_ten_thousand_characters_is_found() -> None:
    text = "x" * 5000 + " " + EVERYBODY + " " + "y" * 5000
    (finding,) = read(text).findings
    assert text[finding.start : finding.end] == "tout le monde y est"


def test_reading_is_the_same_each_time() -> None:
    assert read(EVERYBODY) == read(EVERYBODY)


# ------------------------------------------------------------------------------------------- the matching


@pytest.mark.parametrize(
    ("left", "right", "bound", "count"),
    [
        ("choix", "choix", 2, 0),
        ("choi", "choix", 2, 1),
        ("chiox", "choix", 2, 1),
        ("shoux", "choix", 2, 2),
        ("monde", "choix", 2, 3),
        ("incontournabl", "incontournable", 2, 1),
        ("ca", "abc", 3, 3),  # the restricted form: a swapped pair is not edited again
    ],
)
def test_slips_are_counted(left: str, right: str, bound: int, count: int) -> None:
    assert slips(left, right, bound) == slips(right, left, bound) == count


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("oblije", "oblige"), ("concuran", "concurrent"), ("resaus", "reseaux"), ("inevitablle", "inevitable")],
)
def test_french_ear_confuses(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


def test_words_keep_their_places() -> None:
    text = "Bœuf à 50 %, c'est sûûûr !"
    words = [word for word in words_of(text) if word.text != BREAK]
    assert [word.text for word in words] == ["boeuf", "a", "50", "percent", "c", "est", "sur"]
    assert [text[word.start : word.end] for word in words] == ["Bœuf", "à", "50", "%", "c", "est", "sûûûr"]
    assert [word.after_pause for word in words] == [False, False, False, False, True, False, False]


GRAMMAR = Grammar({"net": ("facebook", "les réseaux", "insta*"), "ring": ("{ring}",)})


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("tout le monde", "Tout le MONDE.", True),
        ("tout monde", "tout le monde", False),
        ("tout … monde", "tout le monde", True),
        ("tout …1 monde", "tout le beau monde", False),
        ("tout [le] monde", "tout monde", True),
        ("l'eau|le_vin coule", "le vin coule", True),
        ("sur {net}", "sur les réseaux", True),
        ("sur {net}", "sur instagram", True),
        ("pay*", "payer", True),
        ("pay*", "impayé", False),
        ("pas le choix !du", "pas le choix du vin", False),
        ("pas le choix !du", "pas le choix.", True),
        ("<!pourquoi pas", "pourquoi pas", False),
        ("<!pourquoi pas", "sinon pas", True),
        ("^ gratuit .", "Bon. Gratuit ! Oui", True),
        ("^ gratuit .", "entrée gratuite", False),
        ("# clients", "12 clients", True),
        ("# clients", "en 2026 clients", False),
        ("vendre +", "vendre.", False),
        ("vendre +", "vendre tout", True),
        ("tout le monde", "tout. le monde", False),
    ],
)
def test_items_of_a_phrase(phrase: str, text: str, found: bool) -> None:
    page = Page(text, Speller((), {}, ()))
    assert bool(list(page.find([GRAMMAR.phrase(phrase)]))) == found


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("sur {unknown}", "no set"),
        ("{ring}", "holds itself"),
        ("[a] …", "nothing"),
        ("tout |", "no word"),
        ("<!{net} pas", "plain words"),
        ("…beaucoup", "invalid literal"),
    ],
)
def test_unreadable_phrase_is_refused_by_name(phrase: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        GRAMMAR.phrase(phrase)
    assert repr(phrase) in str(caught.value)


def test_speller_corrects_writes_out_and_leaves_alone() -> None:
    speller = Speller({"choix", "incontournable", "recrut*"}, {"tlm": "tout le monde"}, {"choux"})
    met = ["choi", "choux", "incontounablle", "tlm", "recruterons", "chat", "choi1"]
    assert [speller.correct(word) for word in met] == [
        *("choix", "choux", "incontournable", "tout le monde", "recruterons", "chat", "choi1"),
    ]


def test_short_form_that_is_a_word_of_a_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="tlm"):
        Speller({"tlm"}, {"tlm": "tout le monde"}, ())


# ------------------------------------------------------------------------------------------------ the file


def test_every_phrase_compiles_and_none_matches_nothing() -> None:
    compiled = compile_lexicon(LEXICON)
    groups = [phrases for _, phrases in compiled.phrases + compiled.hints + compiled.purposes]
    turns = [
        compiled.rejections,
        compiled.negations,
        compiled.dismissals,
        compiled.doubts,
        compiled.contrasts,
    ]
    for phrase in (phrase for group in [*groups, *turns] for phrase in group):
        match = re.compile(phrase.expression).match("/ / ")
        assert match is None or match.group() == ""


def test_every_class_has_texts_and_french_typography() -> None:
    motives = load_motives()
    assert set(motives.texts) == {motive.code for motive in motives.lexicon.motives}
    for texts in motives.texts.values():
        assert not re.search(r"[^\u202f][:;!?]", texts.says.fr + texts.ask.fr)
        assert texts.ask.fr.endswith("?") or "?" in texts.ask.fr
        assert "'" not in texts.says.fr + texts.ask.fr
        assert len(texts.says.fr + texts.ask.fr) <= 420


def test_lexicon_with_an_unreadable_phrase_is_refused() -> None:
    (first, *rest) = LEXICON.motives
    broken = replace(LEXICON, motives=(replace(first, phrases=("{nowhere}",)), *rest))
    with pytest.raises(ValueError, match="nowhere"):
        read_motive(EVERYBODY, broken)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("purpose_needs: ", "purpose_kneads: ", "purpose_kneads"),
        ("mild: true", "mild: perhaps", "mild"),
        ("    weight: 3", "    weight: 0", "weight"),
        ("{chacun}", "{chacune}", "chacune"),
        ("\nturns:", "\nturns: [", "file"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(old: str, new: str, said: str) -> None:
    text = (Path(sys.modules[parse_motives.__module__].__file__ or "").parent / FILE).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(KnowledgeError, match=said) as caught:
        parse_motives(text.replace(old, new, 1))
    assert all(problem.file == FILE for problem in caught.value.problems)
