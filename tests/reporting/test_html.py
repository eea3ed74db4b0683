"""The page: one file, the same bytes, nothing from outside, readable by everyone."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from foulee.advice.advise import advise
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.core.types import Interval, Severity
from foulee.firmfile.reading import read
from foulee.knowledge.reader import Knowledge
from foulee.reporting.html import as_html
from foulee.reporting.language import Language
from foulee.reporting.summary import summarise

FIRMS = ("boulangerie-martinique", "atelier-b2b", "salon-coiffure-presque-vide", "pme-quebec")
VOID = {"meta", "link", "br", "hr", "img", "input"}
HEADINGS = {"h1", "h2", "h3", "h4"}
NARROW, MINUS = "\u202f", "\u2212"


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and its text; unbalanced tags are an error."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(advice: Advice, knowledge: Knowledge, code: str = "fr") -> Page:
    return Page(as_html(advice, knowledge, Language(code, advice.currency, advice.country)))


@pytest.fixture(scope="module", params=[(firm, code) for firm in FIRMS for code in ("fr", "en")], ids="-".join)
def page(request: pytest.FixtureRequest, answered: Callable[[str], Advice], knowledge: Knowledge) -> Page:
    firm, code = request.param
    return page_of(answered(firm), knowledge, code)


@pytest.fixture(scope="module")
def bakery(answered: Callable[[str], Advice]) -> Advice:
    return answered("boulangerie-martinique")


@pytest.fixture(scope="module")
def idle(knowledge: Knowledge) -> Advice:
    """A firm that has three minutes a week: no channel fits."""
    text = (files("foulee") / "examples" / "salon-coiffure-presque-vide.toml").read_text(encoding="utf-8")
    changed = re.sub(r"hours_per_week = .*", "hours_per_week = 0.05", text)
    return advise(read(changed.encode(), today=knowledge.on), knowledge, Setup(today=knowledge.on, draws=400))


# --- one file ----------------------------------------------------------------------------------------------------


def test_the_same_advice_gives_the_same_bytes(bakery: Advice, knowledge: Knowledge) -> None:
    assert as_html(bakery, knowledge, Language("fr")) == as_html(bakery, knowledge, Language("fr"))


def test_another_process_gives_the_same_bytes(knowledge: Knowledge) -> None:
    """Nothing hangs on the order of a set or on the drawing of a chart."""
    program = (
        "import datetime as dt, hashlib\n"
        "from importlib.resources import files\n"
        "from foulee.advice.advise import advise\n"
        "from foulee.advice.model import Setup\n"
        "from foulee.firmfile.reading import read\n"
        "from foulee.knowledge import reader\n"
        "from foulee.reporting.html import as_html\n"
        "from foulee.reporting.language import Language\n"
        "day = dt.date(2026, 11, 22)\n"
        "known = reader.load(day)\n"
        "data = (files('foulee') / 'examples' / 'boulangerie-martinique.toml').read_bytes()\n"
        "advice = advise(read(data, today=day), known, Setup(today=day, draws=300))\n"
        "print(hashlib.sha256(as_html(advice, known, Language('fr')).encode()).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment(seed)
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != ""


def environment(seed: str) -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": seed}


def test_the_drawing_library_is_loaded_only_when_it_draws() -> None:
    program = "import sys, foulee.reporting.html; print('vl_convert' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    names = {tag for tag, _ in page.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "image", "use"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset"}]
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"#|https?://", attributes["href"] or "")
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert (policy or "").startswith("default-src 'none'")


def test_the_style_sheet_names_nothing_outside() -> None:
    sheet = (files("foulee.reporting") / "styles" / "report.css").read_text(encoding="utf-8")
    assert "@import" not in sheet
    assert "url(" not in sheet


# --- for everyone ------------------------------------------------------------------------------------------------


def test_the_page_says_its_language(page: Page) -> None:
    assert re.fullmatch(r"(fr|en)-[A-Z]{2}", page.all("html")[0]["lang"] or "")


def test_headings_are_in_order(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if tag in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_links_within_the_page_arrive(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {
        (attributes["href"] or "")[1:] for attributes in page.all("a") if (attributes["href"] or "").startswith("#")
    }
    assert inside <= set(ids)


def test_every_picture_is_described_and_has_its_table(page: Page) -> None:
    ids = {attributes.get("id") for _, attributes in page.elements}
    pictures = page.all("svg")
    assert len(pictures) == 2 * len(page.all("figure")) == 10
    for picture in pictures:
        assert picture["role"] == "img"
        assert set((picture["aria-labelledby"] or "").split()) <= ids
    assert len(page.all("table")) >= len(page.all("figure"))


def test_table_heads_say_what_they_head(page: Page) -> None:
    assert {attributes.get("scope") for attributes in page.all("th")} == {"col", "row"}
    assert all(table.get("aria-label") for table in page.all("table"))


# --- what it says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("firm", FIRMS)
def test_everything_of_the_summary_is_on_the_page(
    answered: Callable[[str], Advice], knowledge: Knowledge, firm: str, code: str
) -> None:
    advice = answered(firm)
    language = Language(code, advice.currency, advice.country)
    summary = summarise(advice, knowledge, language)
    text = Page(as_html(advice, knowledge, language)).text.replace("\u2060", "")
    points = summary.first_steps + summary.advice + summary.strengths
    expected = [
        summary.firm, summary.verdict, summary.stakes, summary.focus, summary.nothing, summary.caveat, summary.footer,
        summary.customer, summary.target, *summary.channels, *summary.changes, *summary.why_not, *summary.unknowns,
        *summary.ways, *summary.assumed, summary.paths[0], *summary.paths[2:],
        *(point.says for point in points), *(point.do for point in points),
        *(proof.text for point in points for proof in point.proofs),
        *(part for line in summary.law for part in line),
    ]  # fmt: skip
    missing = [words for words in expected if " ".join(words.replace("\u2060", "").split()) not in text]
    assert missing == []


def test_what_the_owner_never_said_does_not_suit_them_yet(bakery: Advice, knowledge: Knowledge) -> None:
    reasons = bakery.diagnosis.reasons
    one = reasons[0]
    other = tuple(reason for reason in reasons if reason.rule not in {"criticism", "dialogue"})
    unknown = replace(one, rule="criticism", outcome="unknown", severity=Severity.ADVICE, values={})
    ready = replace(one, rule="dialogue", outcome="ready", severity=Severity.STRENGTH, values={})
    for found, told in (((unknown,), "You have not said."), ((unknown, ready), "Yes."), ((), "Yes.")):
        diagnosis = replace(bakery.diagnosis, reasons=(*other, *found))
        said = summarise(replace(bakery, diagnosis=diagnosis), knowledge, Language("en")).questions[2]
        assert said == f"Does it suit you? {told}"


def test_it_opens_with_the_answer_then_the_picture(bakery: Advice, knowledge: Knowledge) -> None:
    source = as_html(bakery, knowledge, Language("en"))
    marks = [
        "<h1>",
        '<figure id="curves">',
        'class="questions"',
        'id="first"',
        'id="where"',
        'id="years"',
        'id="doing"',
    ]
    places = [source.index(mark) for mark in [*marks, 'id="reasons"', 'id="law"', 'id="sources"']]
    assert places == sorted(places)


def test_reasons_unfold_to_their_sources(bakery: Advice, knowledge: Knowledge) -> None:
    summary = summarise(bakery, knowledge, Language("en"))
    sourced = next(proof for point in summary.first_steps for proof in point.proofs if proof.sources)
    page = page_of(bakery, knowledge, "en")
    assert sourced.sources[0][1] in {attributes["href"] for attributes in page.all("a")}
    assert sourced.status in page.text


def test_the_curves_have_a_row_by_quarter(bakery: Advice, knowledge: Knowledge) -> None:
    page = page_of(bakery, knowledge, "en")
    assert all(month in page.text for month in ("November 2026", "February 2027", "August 2029"))


def test_customers_answers_show_before_and_after(bakery: Advice, knowledge: Knowledge) -> None:
    first, *others = bakery.focus.audiences
    moved = replace(first, before=Interval(0.1, 0.2, 0.3), share=Interval(0.4, 0.5, 0.6))
    asked = replace(bakery, focus=replace(bakery.focus, audiences=(moved, *others)))
    told = page_of(asked, knowledge, "en").text
    assert "Ring and dashes under it" in told
    assert "Customers asked" not in told
    channels = tuple(channel.name for channel in bakery.focus.channels)
    for unasked, words in ((channels, "do not change the choice"), (("facebook.hours",), "change the choice")):
        focus = replace(asked.focus, asked=38, unasked=unasked)
        told = page_of(replace(asked, focus=focus), knowledge, "en").text
        assert f"Customers asked: 38. Their answers {words}" in told
    assert "20% (10% to 30%)" in page_of(asked, knowledge, "en").text
    assert "Ring and dashes" not in page_of(bakery, knowledge, "en").text


def test_borrowed_shares_and_guesses_are_said_to_be(bakery: Advice, knowledge: Knowledge) -> None:
    text = page_of(bakery, knowledge, "en").text
    assert any(audience.borrowed for audience in bakery.focus.audiences)
    assert "borrowed from another" in text
    guesses = [prior for prior in knowledge.priors.values() if prior.status == "assumption"]
    assert f"{len(guesses)} of them come from no published figure" in text
    assert "not read in any text: check before relying on it" in text


def test_a_minus_sign_stays_with_its_number(bakery: Advice, knowledge: Knowledge) -> None:
    source = re.sub(r"<svg.*?</svg>", "", as_html(bakery, knowledge, Language("fr")), flags=re.DOTALL)
    assert MINUS in source
    assert not re.search(f"{MINUS}[^\u2060]", source)


def test_the_owners_words_cannot_become_markup(bakery: Advice, knowledge: Knowledge) -> None:
    hostile = replace(bakery, firm_name="<script>alert(1)</script> & Co")
    page = page_of(hostile, knowledge)
    assert page.all("script") == []
    assert "<script>alert(1)</script> & Co" in page.text


def test_a_source_that_is_no_address_is_no_link(bakery: Advice, knowledge: Knowledge) -> None:
    key = next(
        source
        for reason in bakery.diagnosis.reasons
        for evidence in reason.evidence
        if evidence.kind == "fact"
        for source in knowledge.facts[evidence.key].source
    )
    odd = knowledge.sources[key].model_copy(update={"url": "javascript:alert(1)"})
    page = page_of(bakery, replace(knowledge, sources={**knowledge.sources, key: odd}))
    assert not [link for link in page.all("a") if "javascript" in (link["href"] or "")]


def test_blockers_are_said_to_be_essential(answered: Callable[[str], Advice], knowledge: Knowledge) -> None:
    advice = answered("atelier-b2b")
    blockers = [reason for reason in advice.diagnosis.reasons if reason.severity is Severity.BLOCKER]
    assert page_of(advice, knowledge, "en").text.count("Essential") == len(blockers) > 0


# --- where nothing is to be done ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_firm_with_no_channel_has_a_page_too(idle: Advice, knowledge: Knowledge, code: str) -> None:
    assert idle.focus.channels == ()
    page = page_of(idle, knowledge, code)
    ids: set[Any] = {attributes.get("id") for _, attributes in page.elements}
    assert {"first", "where", "reasons", "law", "assumed"} <= ids
    assert not ids & {"curves", "shapes", "ways", "years", "doing"}
    inside = {(link["href"] or "")[1:] for link in page.all("a") if (link["href"] or "").startswith("#")}
    assert inside <= ids
    levels = [int(tag[1]) for tag, _ in page.elements if tag in HEADINGS]
    assert all(after - before <= 1 for before, after in pairwise(levels))
