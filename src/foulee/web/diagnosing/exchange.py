"""All the answers on one page, and the same as a file, out and in."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from foulee.actions.diagnosing import replace_answers
from foulee.core.roles import Right
from foulee.firmfile import toml
from foulee.firmfile.answering import Raw, dated, drop, in_order, settled, take, with_stand_in
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import STAND_IN, check
from foulee.firmfile.writing import as_toml
from foulee.knowledge.texts import load_questions
from foulee.records.models import Firm
from foulee.reporting.answers import told_answers
from foulee.reporting.problems import sentence
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.language import firm_language, language_of
from foulee.web.typed import clean_text


@firm_page(Right.READ)
@require_safe
def review(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every question with its answer, each one tap from being changed."""
    sections = told_answers(seat.firm.answers, firm_language(request, seat.firm))
    page = {"firm": seat.firm, "sections": sections, "may_answer": seat.may(Right.ANSWER)}
    return render(request, "diagnosing/answers.html.jinja", page)


@firm_page(Right.READ)
@require_safe
def export(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The answers as a firm's file."""
    text = as_file(seat.firm, language_of(request).code)
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="firm.toml"'
    return response


def _read(sent: "UploadedFile[Any] | None", today: dt.date) -> Raw:
    """The raw values of the file sent. Raises FirmFileError."""
    if sent is None:
        raise FirmFileError([Problem("file_not_chosen")])
    if (sent.size or 0) > toml.MAX_BYTES:  # not even read
        raise FirmFileError([Problem("file_too_large", values={"limit": toml.MAX_BYTES})])
    values: Raw = _cleaned(toml.parse(sent.read()))
    values = settled(values, check(values, today=today))
    if take(values, "firm.name") == STAND_IN["name"]:
        drop(values, "firm.name")  # the name that a file bears for want of one
    return values


def _cleaned(values: Any) -> Any:  # noqa: ANN401 - raw TOML values
    """The same with every text cleaned as if it had been typed."""
    if isinstance(values, dict):
        return {key: _cleaned(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_cleaned(value) for value in values]
    return clean_text(values, toml.MAX_BYTES) if isinstance(values, str) else values


def as_file(firm: Firm, code: str) -> str:
    """A firm's answers as a file that can be read again as it is."""
    return as_toml(dated(in_order(with_stand_in(firm.answers))), load_questions(), code)


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take the answers from a firm's file, whole or not at all."""
    problems: list[Problem] = []
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            values = _read(sent, today_of(request))
        except FirmFileError as error:
            problems = error.problems
        else:
            replace_answers(firm_id=seat.firm.id, answers=values, by=seat.person, now=now_of(request))
            return redirect("answers", seat.firm.id)
    language = language_of(request)
    page = {"firm": seat.firm, "problems": [sentence(problem, language) for problem in problems]}
    return render(request, "diagnosing/import.html.jinja", page, status=422 if problems else 200)
