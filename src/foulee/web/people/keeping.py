"""A firm's file as a whole: taken away, or erased."""

import io
import json
import unicodedata
import zipfile

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from foulee.actions.people import erase_firm, taken_away
from foulee.core.roles import Right
from foulee.records.models import Firm
from foulee.records.queries.export import rows_of
from foulee.records.queries.projecting import sent_file
from foulee.reporting.language import Language
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of
from foulee.web.diagnosing.exchange import as_file
from foulee.web.language import language_of
from foulee.web.people.account import ERASE_WORDS
from foulee.web.typed import clean_line

NAME_LIMIT = 200


@firm_page(Right.MANAGE)
@require_safe
def export(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything about a firm, to take away: its answers as firm.toml, every row as JSON."""
    body = packed(seat.firm, language_of(request))
    taken_away(firm=seat.firm, by=seat.person, now=now_of(request))
    response = HttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="foulee.zip"'
    return response


def packed(firm: Firm, language: Language) -> bytes:
    """The firm's rows and its file, in one archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("firm.toml", as_file(firm, language.code))
        sent = sent_file(firm)
        if sent is not None:
            archive.writestr("weeks.csv", bytes(sent.body))
        for name, rows in rows_of(firm).items():
            text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            archive.writestr(f"{name}.json", text.encode("utf-8", "replace"))
    return made.getvalue()


def bare(name: str) -> str:
    """A name's letters and figures alone: nobody is asked for a curly apostrophe or a drawing of a croissant."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


@firm_page(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Erase a firm with all that hangs on it, its name having been typed."""
    language = language_of(request)
    name = clean_line(seat.firm.name, NAME_LIMIT)
    asked = name if bare(name) else ERASE_WORDS[language.code]
    typed = clean_line(request.POST.get("name", ""), NAME_LIMIT)
    wrong = request.method == "POST" and bare(typed) != bare(asked)
    if request.method == "POST" and not wrong:
        erase_firm(firm=seat.firm, by=seat.person, now=now_of(request))
        messages.success(request, language.say("The file is erased."))
        return redirect("firms")
    problem = language.say("This is not what is asked for: {expected}").format(expected=asked) if wrong else ""
    page = {"firm": seat.firm, "asked": asked, "typed": typed, "problem": problem}
    return render(request, "people/erase_firm.html.jinja", page, status=422 if wrong else 200)
