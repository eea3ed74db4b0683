"""The first minute: what Foulée answers, and examples to look at."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foulee.actions.diagnosing import KEPT_MONTHS
from foulee.advice.examples import example_names
from foulee.records.queries.people import firms_without_members, memberships_of
from foulee.web.access import held_of, person_of
from foulee.web.clock import today_of
from foulee.web.home.examples import emblem_of, example_answer, listed
from foulee.web.language import language_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One sentence, the two curves, two doors; for whoever has a file already, the first leads back to it."""
    emblem = emblem_of(language_of(request), today_of(request))
    return render(request, "home/home.html.jinja", {"emblem": emblem, "back": _way_back(request)})


def _way_back(request: HttpRequest) -> str:
    """Address of the visitor's only file, or of the list of them; empty where there is none."""
    person = person_of(request)
    own = [item.firm for item in memberships_of(person)] if person else []
    found = [*own, *firms_without_members(held_of(request))]
    if not found:
        return ""
    return reverse("answer", args=[found[0].id]) if len(found) == 1 else reverse("firms")


@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """List the example firms, each with its verdict."""
    found = listed(language_of(request), today_of(request))
    return render(request, "home/examples.html.jinja", {"examples": found})


@require_safe
def example(request: HttpRequest, name: str) -> HttpResponse:
    """Show the answer for an example firm."""
    if name not in example_names():
        raise Http404
    answer = example_answer(name, language_of(request).code, today_of(request))
    return render(request, "home/example.html.jinja", {"answer": answer, "name": name})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, where and for how long."""
    return render(request, "home/privacy.html.jinja", {"months": KEPT_MONTHS})
