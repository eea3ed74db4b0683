"""What the columns of a file are: an effort, of which kind; something that follows demand; or nothing of use."""

import datetime as dt
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foulee.actions.weeks import Checked, import_weeks, keep_told
from foulee.advice.describing import describe
from foulee.connectors.files.history.reading import HistoryFile, parse_history
from foulee.connectors.files.history.wanted import LeverSpec, Wanted
from foulee.core.roles import Right
from foulee.firmfile.problems import FirmFileError
from foulee.records.models import WeeksFile
from foulee.records.queries.projecting import sent_file
from foulee.reporting.history import kind_words
from foulee.reporting.language import Language
from foulee.reporting.levels import shown_level
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.errors import too_many
from foulee.web.language import firm_language
from foulee.web.projecting.choices import CONTROL, LEVER, Choice, as_told, named, posted, suggested
from foulee.web.projecting.show import too_often
from foulee.web.projecting.wording import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was read of a file, in words."""

    weeks: str
    sales: str
    season: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The file sent, what was read of it, and what its columns are said to be."""

    held: WeeksFile
    bare: HistoryFile
    choices: tuple[Choice, ...]

    def wanted(self, today: dt.date) -> Wanted:
        """The same as the reader of files wants it told."""
        specs = tuple(
            LeverSpec(name=choice.header, kind=choice.kind, unit=choice.unit, follows_demand=choice.follows)
            for choice in self.choices
            if choice.role == LEVER
        )
        controls = tuple(choice.header for choice in self.choices if choice.role == CONTROL)
        return Wanted(levers=specs, controls=controls, today=today)


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what was read of the file sent, ask what its columns are, and take its weeks in."""
    held = sent_file(seat.firm)
    if held is None:
        return redirect("weeks_send", seat.firm.id)
    try:
        bare = parse_history(bytes(held.body), held.name, Wanted(today=today_of(request)))
    except FirmFileError:  # a later version may be stricter than the one that took the file
        return redirect("weeks_send", seat.firm.id)
    guess = Sheet(held=held, bare=bare, choices=suggested(bare.unused, held.told))
    if request.method != "POST":
        return _page(request, seat, guess)
    if request.POST.get("file") != held.digest:
        told = firm_language(request, seat.firm).say("Another file was sent meanwhile: say what its columns are.")
        return _page(request, seat, guess, told=[told])
    return _taken(request, seat, replace(guess, choices=posted(request.POST, bare.unused)))


def _taken(request: HttpRequest, seat: Seat, sheet: Sheet) -> HttpResponse:
    """Take the weeks in as they were said to be, or say what is wrong; what was said is kept either way."""
    keep_told(firm=seat.firm, told=as_told(sheet.choices))
    language = firm_language(request, seat.firm)
    if any(choice.problem for choice in sheet.choices):
        return _page(request, seat, sheet)
    if not any(choice.role == LEVER for choice in sheet.choices):
        told = language.say("Say of one column at least that it is an effort: without one, there is nothing to learn.")
        return _page(request, seat, sheet, told=[told])
    try:
        found = parse_history(bytes(sheet.held.body), sheet.held.name, sheet.wanted(today_of(request)))
    except FirmFileError as error:
        return _page(request, seat, sheet, told=sentences(error.problems, language))
    if too_often(request, seat):
        return too_many(request)
    import_weeks(firm=seat.firm, checked=_checked(sheet, found), by=seat.person, now=now_of(request))
    return redirect("weeks", seat.firm.id)


def _checked(sheet: Sheet, found: HistoryFile) -> Checked:
    return Checked(
        name=sheet.held.name,
        digest=sheet.held.digest,
        told=as_told(sheet.choices),
        history=named(found.history, sheet.choices),
        numbered=found.numbered,
        problems=len(found.problems),
        notes=len(found.notes),
    )


def _page(request: HttpRequest, seat: Seat, sheet: Sheet, *, told: list[str] | None = None) -> HttpResponse:
    """The file's columns; `told`: what is wrong with what was said of them, or with the file read so."""
    language = firm_language(request, seat.firm)
    page = {
        "firm": seat.firm,
        "held": sheet.held,
        "preview": _preview(sheet.bare, language),
        "choices": sheet.choices,
        "kinds": [(kind.value, words) for kind, words in kind_words(language).items()],
        "told": told or [],
        "problems": sentences(sheet.bare.problems, language),
        "notes": sentences(sheet.bare.notes, language),
    }
    wrong = bool(told) or any(choice.problem for choice in sheet.choices)
    return render(request, "projecting/columns.html.jinja", page, status=422 if wrong else 200)


def _preview(bare: HistoryFile, language: Language) -> Preview:
    """What was read, in words."""
    say, found, history = language.say, describe(bare.history), bare.history
    weeks = language.counted("{n} week", "{n} weeks", history.weeks)
    span = say("{weeks}, from {start} to {end}").format(
        weeks=weeks, start=language.date(history.start), end=language.date(found.end)
    )
    sales = say("{total} of sales in all, {mean} in a usual week").format(
        total=language.money(found.total), mean=language.money(found.total / max(found.counted, 1))
    )
    others = {
        say("new customers"): history.new_customers,
        say("customers who came back"): history.returning_customers,
        say("orders"): history.orders,
        say("sales online"): history.sales_online,
        say("sales in the shop"): history.sales_shop,
    }
    counted = [name for name, values in others.items() if values is not None] + [
        shown_level(level, language) for level in found.levels
    ]
    return Preview(
        weeks=span,
        sales=sales,
        season=say("Less than a year of sales: what the season brings cannot be told from what your efforts bring.")
        if found.season is None
        else "",
        counted=say("Also found: {columns}.").format(columns=language.listed(counted)) if counted else "",
    )
