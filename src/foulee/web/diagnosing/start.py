"""Beginning a diagnosis, with or without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from foulee.actions.diagnosing import open_firm
from foulee.web.access import hold, person_of
from foulee.web.clock import now_of
from foulee.web.language import language_of


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a new file: the visitor's own if signed in, else held by the session."""
    person = person_of(request)
    firm = open_firm(language=language_of(request).code, by=person, now=now_of(request))
    if person is None:
        hold(request, firm)
    return redirect("questions", firm.id)
