"""The strategy on paper: four pages at most, tagged, searchable, self-contained, the same answer as on the screen."""

import dataclasses
import datetime as dt
import io
import re
import socket
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from tests.people import BAKERY, TODAY

from foulee.advice.examples import example, example_names
from foulee.advice.result import Advice
from foulee.core.types import Severity
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge
from foulee.reporting import strategy
from foulee.reporting.language import Language
from foulee.reporting.printing import printable
from foulee.reporting.strategy import strategy_pdf
from foulee.reporting.summary import summarise

Answered = Callable[[str], Advice]
A4 = (595, 842)
HOSTILE = [
    '</title></style><h1>🥐</h1><img src="http://127.0.0.1:9/x.png"><script>alert(1)</script>{{ 7 }}{% endif %}',
    "Café \u202elive\u202c \u0007\u200b" + "A" * 180,
]


@cache
def _text(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


def written(advice: Advice, knowledge: Knowledge, code: str, firm: FirmFile | None = None) -> bytes:
    document = firm or example(BAKERY, TODAY)
    return strategy_pdf(advice, knowledge, Language(code, advice.currency, advice.country), firm=document)


@pytest.fixture(scope="module")
def bakery(answered: Answered, knowledge: Knowledge) -> dict[str, bytes]:
    return {code: written(answered(BAKERY), knowledge, code) for code in ("fr", "en")}


@pytest.mark.parametrize(("name", "code"), [(name, "fr" if n % 2 else "en") for n, name in enumerate(example_names())])
def test_every_firm_gets_four_a4_pages_at_most(answered: Answered, knowledge: Knowledge, name: str, code: str) -> None:
    advice = answered(name)
    reader = PdfReader(io.BytesIO(written(advice, knowledge, code, example(name, TODAY))))
    assert 3 <= len(reader.pages) <= 4
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert f"{number} / {len(reader.pages)}" in page.extract_text()
    assert advice.firm_name in (reader.metadata.title or "") if reader.metadata else False


@pytest.mark.parametrize(("code", "lang", "title"), [("fr", "fr-FR", "la stratégie"), ("en", "en-GB", "the strategy")])
def test_it_is_tagged_titled_and_tells_its_language(bakery: dict[str, bytes], code: str, lang: str, title: str) -> None:
    reader = PdfReader(io.BytesIO(bakery[code]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8", "replace")
    assert reader.metadata is not None
    assert title in (reader.metadata.title or "")


def test_every_chart_tells_what_it_shows(bakery: dict[str, bytes]) -> None:
    """PDF/UA: a figure has words for those who do not see it."""
    root: Any = PdfReader(io.BytesIO(bakery["fr"])).trailer["/Root"]
    figures = [part for part in _tagged(root["/StructTreeRoot"]) if part.get("/S") == "/Figure"]
    assert len(figures) == 4
    assert all(len(str(figure["/Alt"])) > 30 for figure in figures)


def _tagged(part: Any) -> Iterator[Any]:
    """Every part of the tree of tags."""
    inner = part.get_object()
    if isinstance(inner, list):
        for item in inner:
            yield from _tagged(item)
    elif isinstance(inner, dict):
        yield inner
        if "/K" in inner:
            yield from _tagged(inner["/K"])


def test_the_whole_strategy_can_be_searched(bakery: dict[str, bytes], answered: Answered, knowledge: Knowledge) -> None:
    advice = answered(BAKERY)
    summary = summarise(advice, knowledge, Language("fr", advice.currency, advice.country))
    text = re.sub(r"[\s\u202f\u00a0\u2060]+", "", _text(bakery["fr"]))
    told = [summary.verdict, summary.focus, summary.stakes, summary.caveat, summary.customer, summary.footer]
    told += [*summary.why_not, *summary.ways, *summary.unknowns, *summary.changes]
    told += [point.do for point in summary.first_steps]
    missing = [line for line in told if re.sub(r"[\s\u202f\u00a0\u2060]+", "", line) not in text]
    assert missing == []


def test_first_steps_are_dated_by_the_hours_of_the_week(answered: Answered, knowledge: Knowledge) -> None:
    advice = answered(BAKERY)
    language = Language("en")
    points = summarise(advice, knowledge, language).first_steps
    steps = strategy._calendar(advice, points, language)
    # 1 h, 1 h, 30 min, 1 h, 1 h and 3 h at 2 h a week, from Sunday 22 November: Fridays of weeks 1, 2, 2, 2, 3, 4.
    assert [step.by for step in steps] == [
        "27 November 2026",
        "4 December 2026",
        "4 December 2026",
        "4 December 2026",
        "11 December 2026",
        "18 December 2026",
    ]


@pytest.mark.parametrize(
    ("day", "by"),
    [
        (dt.date(2026, 12, 19), dt.date(2027, 1, 8)),  # Christmas, then New Year's Day
        (dt.date(2027, 12, 27), dt.date(2027, 12, 31)),
        (dt.date(2033, 12, 29), dt.date(2033, 12, 30)),
        (dt.date(2037, 12, 25), dt.date(2038, 1, 8)),
    ],
)
def test_nothing_is_due_on_christmas_or_new_years_day(day: dt.date, by: dt.date) -> None:
    assert strategy._friday(day) == by


def test_four_pages_hold_the_largest_letters(answered: Answered, knowledge: Knowledge) -> None:
    advice = answered(BAKERY)
    values = strategy._values(advice, knowledge, Language("fr", advice.currency), example(BAKERY, TODAY))
    template = strategy._environment().get_template("strategy.html.jinja")
    assert strategy.SIZES[0] >= 9.0
    assert len(strategy._laid_out(template.render(values | {"size": strategy.SIZES[0]})).pages) <= strategy.PAGES


def test_it_says_that_its_boxes_are_empty(bakery: dict[str, bytes]) -> None:
    assert "Cases vides" in _text(bakery["fr"])


def test_no_social_network_is_said_under_the_verdict(bakery: dict[str, bytes]) -> None:
    assert "Pas de réseau social pour l’instant" in _text(bakery["fr"])


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Au Pain 🥐 d’Aline", "Au Pain d’Aline"),
        ("👩🏽‍🍳❤️ Café 24°", "Café 24°"),
        ("🇲🇶\ue000\U0010ffff", ""),
        ("Brûlerie № 5 ™ ^ Œuf", "Brûlerie № 5 ™ ^ Œuf"),
        ("نان", "نان"),
    ],
)
def test_signs_without_a_font_are_not_printed(name: str, printed: str) -> None:
    assert printable(name) == printed


def test_a_name_of_signs_alone_is_no_name(answered: Answered, knowledge: Knowledge) -> None:
    parts = strategy._values(
        dataclasses.replace(answered(BAKERY), firm_name="🥐🥐"), knowledge, Language("en"), example(BAKERY, TODAY)
    )
    assert parts["summary"].firm == "Your firm"


def test_without_hours_no_date_is_promised(answered: Answered, knowledge: Knowledge) -> None:
    advice = answered(BAKERY)
    none = dataclasses.replace(advice.focus.capacity, hours=0.0)
    idle = dataclasses.replace(advice, focus=dataclasses.replace(advice.focus, capacity=none))
    points = summarise(advice, knowledge, Language("en")).first_steps
    assert {step.by for step in strategy._calendar(idle, points, Language("en"))} == {""}


def test_a_firm_without_any_channel_gets_its_pages_too(answered: Answered, knowledge: Knowledge) -> None:
    advice = answered(BAKERY)
    idle = dataclasses.replace(advice, focus=dataclasses.replace(advice.focus, channels=(), candidates=(), one_more=()))
    text = _text(written(idle, knowledge, "en"))
    assert "What is not known" in text
    assert "Three years" not in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_name(answered: Answered, knowledge: Knowledge, name: str) -> None:
    odd = dataclasses.replace(answered(BAKERY), firm_name=name)
    document = example(BAKERY, TODAY)
    brand = document.brand.model_copy(update={"difference": name * 5})
    body = written(odd, knowledge, "en", document.model_copy(update={"brand": brand}))
    reader = PdfReader(io.BytesIO(body))
    assert len(reader.pages) <= 4
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    seen = re.sub(r"\W+", "", _text(body))
    assert re.sub(r"\W+", "", name)[:4] in seen
    assert "alert1" not in name or "scriptalert1script" in seen


def test_nothing_is_fetched() -> None:
    """A picture, a sheet or a file that some text would smuggle in is not even asked for."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        strategy._laid_out(
            f'<link rel="stylesheet" href="{address}/x.css"><img src="{address}/x.png" alt="">'
            f"<style>@import url({address}/y.css); p {{ background: url({address}/y.png) }}</style><p>Text</p>"
        ).write_pdf()
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_blockers_come_first_and_say_so(answered: Answered, knowledge: Knowledge) -> None:
    advice = answered("salon-coiffure-presque-vide")
    blockers = [reason for reason in advice.diagnosis.reasons if reason.severity is Severity.BLOCKER]
    text = _text(written(advice, knowledge, "en", example("salon-coiffure-presque-vide", TODAY)))
    assert text.lower().count("essential ") >= len(blockers)
