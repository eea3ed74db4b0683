"""The poster that asks a firm's customers: one page of A5, to be printed in black and put on the counter."""

import io
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from foulee.reporting.language import Language
from foulee.reporting.printing import printable

QUIET = 4  # modules of white around the code, without which readers miss it
ROOMS = ("", "close", "closest")  # a long name or a long offer must not run onto a second page
CORRECTION = "q"  # a quarter of the code may be stained or torn


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What stands on a poster: the firm, the survey's whole address, what is offered in thanks (may be empty)."""

    firm: str
    address: str
    offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The poster's words in one language."""

    lang: str
    asks: str
    says: str
    by_hand: str
    thanks: str
    nameless: str


def poster_pdf(poster: Poster, languages: tuple[Language, ...]) -> bytes:
    """Write the poster as PDF, in one language, or in two on the same page."""
    from weasyprint import HTML  # noqa: PLC0415 - a large library

    for room in ROOMS:
        page = HTML(string=poster_html(poster, languages, room), url_fetcher=_no_address).render()
        if len(page.pages) == 1:
            break
    made: bytes = page.write_pdf()
    return made


def poster_html(poster: Poster, languages: tuple[Language, ...], room: str = "") -> str:
    """Write the poster as a page; `room` is how closely it is set."""
    poster = replace(poster, firm=printable(poster.firm), offer=printable(poster.offer))
    words = [_words(poster, language) for language in languages]
    page = {"poster": poster, "words": words, "room": room, "code": Markup(code_svg(poster.address)), "style": _style()}  # noqa: S704 - drawn here
    return _environment().get_template("poster.html.jinja").render(page | {"typed": typed(poster.address)})


def code_svg(address: str) -> str:
    """The QR code of an address as SVG, in black on white, as large as what holds it."""
    code = segno.make(address, error=CORRECTION, micro=False)
    written = io.BytesIO()
    plain = {"xmldecl": False, "svgclass": None, "lineclass": None, "omitsize": True, "nl": False}
    code.save(written, kind="svg", border=QUIET, dark="#000", light="#fff", **plain)
    return written.getvalue().decode("utf-8")


def typed(address: str) -> str:
    """An address as one types it: a telephone adds the rest."""
    return address.removeprefix("https://").removesuffix("/")


def _words(poster: Poster, language: Language) -> Words:
    say = language.say
    thanks = say("To thank you: {offer}").format(offer=poster.offer) if poster.offer else ""
    return Words(
        lang=language.code,
        asks=say("Where would you like to hear from us?"),
        says=say("Three questions, half a minute: so that we speak to you where you are, and nowhere else."),
        by_hand=say("or type"),
        thanks=thanks,
        nameless=say("No name is asked, and nothing is installed. Thank you!"),
    )


@cache
def _environment() -> Environment:
    """Templates escape everything; what is missing is an error, not a blank."""
    loader = PackageLoader("foulee.reporting")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _style() -> Markup:
    sheet = (files("foulee.reporting") / "styles" / "poster.css").read_text(encoding="utf-8")
    return Markup(sheet)  # noqa: S704 - our own style sheet


def _no_address(url: str) -> dict[str, object]:
    """The poster needs nothing from outside: whatever is asked for is refused."""
    raise ValueError(f"the poster asks for {url}")
