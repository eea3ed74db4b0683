"""Sending a file of weeks: taken as it is where it can be read at all, else what is wrong with it, line by line."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foulee.actions.weeks import Sent, keep_file
from foulee.connectors.files.history.reading import parse_history
from foulee.connectors.files.history.wanted import wanted
from foulee.core.roles import Right
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.records.queries.projecting import latest_weeks, sent_file
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.language import firm_language
from foulee.web.projecting.wording import sentences
from foulee.web.typed import clean_line

MOST_BYTES = 1_000_000
MEGABYTE = 1_000_000
NAME = 200


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take a file of weeks; the next page asks what its columns are."""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            sent = _read(request.FILES.get("file"))
            parse_history(sent.body, sent.name, wanted({}, (), today_of(request)))
        except FirmFileError as error:
            problems = error.problems
        else:
            keep_file(firm=seat.firm, sent=sent, by=seat.person, now=now_of(request))
            return redirect("weeks_columns", seat.firm.id)
    language = firm_language(request, seat.firm)
    page = {
        "firm": seat.firm,
        "problems": sentences(problems, language),
        "held": sent_file(seat.firm),
        "read": latest_weeks(seat.firm),
    }
    return render(request, "projecting/send.html.jinja", page, status=422 if problems else 200)


def _read(sent: "UploadedFile[Any] | None") -> Sent:
    """The file sent. Raises FirmFileError."""
    if sent is None:
        raise FirmFileError([Problem("file_not_chosen")])
    name = clean_line(sent.name or "", NAME)[:NAME] or "weeks.csv"
    if (sent.size or 0) > MOST_BYTES:  # not even read
        raise FirmFileError([Problem("history_too_large", values={"file": name, "limit": MOST_BYTES // MEGABYTE})])
    return Sent(name=name, body=sent.read())
