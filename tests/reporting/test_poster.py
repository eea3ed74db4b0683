"""The poster: one A5 page whose code leads to the survey, whatever the firm is called."""

import io
import re

import pypdf
import pytest
import segno

from foulee.reporting.language import Language
from foulee.reporting.poster import Poster, code_svg, poster_html, poster_pdf, typed

FR, EN = Language("fr"), Language("en")
ADDRESS = "https://foulee.example.fr/q/k7m2pd/"
PLAIN = Poster(firm="Boulangerie Aline", address=ADDRESS)
FULL = Poster(
    firm="Au Four et au Moulin, boulangerie artisanale de la place du Marché & Fils 🥐",
    address="https://www.un-tres-long-nom-de-commune-en-bord-de-mer.example.org/q/k7m2pd/",
    offer="un petit café ou un thé au choix, à demander à la caisse en montrant la dernière page, les jours ouvrés",
)
A5 = (148 / 25.4 * 72, 210 / 25.4 * 72)


def pages(poster: Poster, *languages: Language) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(poster_pdf(poster, languages))).pages)


def words(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().replace("\u202f", " ").split())


def test_it_is_one_page_of_a5_with_what_one_needs() -> None:
    (page,) = pages(PLAIN, FR)
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A5, abs=0.5)
    told = words(page)
    assert "Boulangerie Aline" in told
    assert "Où aimeriez-vous avoir de nos nouvelles ?" in told
    assert "foulee.example.fr/q/k7m2pd" in told
    assert "remercier" not in told  # nothing is promised


def test_it_speaks_english_or_both() -> None:
    assert "Where would you like to hear from us?" in words(pages(PLAIN, EN)[0])
    both = words(pages(PLAIN, FR, EN)[0])
    assert "Où aimeriez-vous" in both
    assert "Where would you like" in both


@pytest.mark.parametrize("languages", [(FR,), (FR, EN)], ids=["one", "two"])
def test_a_long_name_and_a_long_offer_stay_on_the_page(languages: tuple[Language, ...]) -> None:
    (page,) = pages(FULL, *languages)
    told = words(page)
    assert "café" in told
    assert "k7m2pd" in told


def test_it_is_black_and_white() -> None:
    html = poster_html(FULL, (FR, EN))
    colours = set(re.findall(r"#[0-9a-fA-F]{3,6}\b", html))
    assert colours <= {"#000", "#fff"}


def modules(svg: str) -> list[list[int]]:
    """The code's modules, read back from the strokes of its drawing: each a row of the code."""
    size = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    grid = [[0] * size for _ in range(size)]
    path = re.search(r'<path stroke="#000" d="([^"]+)"', svg) or re.search(r'stroke="#000"[^>]* d="([^"]+)"', svg)
    assert path, svg[:300]
    x, y = 0.0, 0.0
    for command, values in re.findall(r"([Mmh])([^Mmh]*)", path[1]):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", values)]
        if command == "h":
            for column in range(int(x), int(x + numbers[0])):
                grid[int(y)][column] = 1
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    return grid


@pytest.mark.parametrize("address", [ADDRESS, FULL.address, "http://localhost:8000/q/k7m2pd/"])
def test_the_code_drawn_is_that_of_the_address(address: str) -> None:
    """Against the code made anew: every module, with four of white around, and a quarter of it may be lost."""
    expected = segno.make(address, error="q", micro=False)
    found = modules(code_svg(address))
    assert found == [list(row) for row in expected.matrix_iter(border=4)]
    assert expected.error in {"Q", "H"}
    assert not any(found[0])


def test_the_code_is_large() -> None:
    """A module is 1.5 mm at the least, which a telephone reads from an arm's length and more."""
    sheet = poster_html(PLAIN, (FR,))
    width = float(re.search(r"\.code { margin: [^;]+; width: (\d+)mm", sheet)[1])  # type: ignore[index]
    assert width / len(modules(code_svg(ADDRESS))) > 1.5


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "=1+1", "\u202eelgnat", "", "🥐"]
)
def test_hostile_names_are_only_words(name: str) -> None:
    html = poster_html(Poster(firm=name, address=ADDRESS, offer=name), (FR,))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert len(pages(Poster(firm=name, address=ADDRESS, offer=name), FR)) == 1


def test_signs_without_a_font_are_left_out() -> None:
    html = poster_html(Poster(firm="🥐 Au Pain d’Aline ❤️", address=ADDRESS, offer="un café ☕ offert"), (FR,))
    assert "<bdi>Au Pain d’Aline</bdi>" in html
    assert "un café offert" in html
    assert not set(html) & set("🥐❤☕\ufe0f")


def test_the_address_is_typed_without_what_a_telephone_adds() -> None:
    assert typed(ADDRESS) == "foulee.example.fr/q/k7m2pd"
    assert typed("http://localhost:8000/q/k7m2pd/") == "http://localhost:8000/q/k7m2pd"
