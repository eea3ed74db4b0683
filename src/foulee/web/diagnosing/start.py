"""Beginning a diagnosis, with or without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from foulee.actions.diagnosing import open_firm
from foulee.web.access import hold, person_of
from foulee.web.clock import now_of
from foulee.web.errors import too_many
from foulee.web.language import language_of
from foulee.web.throttle import HOUR, address_of, allowed

STARTS = 120  # an hour, from one address and without account: a whole classroom
GOING_ON = {"import": "import_toml"}  # by what the form asks for; otherwise the questions


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a new file, the visitor's own if signed in, else held by the session; `next` says where to go on."""
    person = person_of(request)
    if person is None and not allowed(f"start:{address_of(request)}", STARTS, HOUR, now_of(request)):
        return too_many(request)
    firm = open_firm(language=language_of(request).code, by=person, now=now_of(request))
    if person is None:
        hold(request, firm)
    return redirect(GOING_ON.get(request.POST.get("next", ""), "questions"), firm.id)
