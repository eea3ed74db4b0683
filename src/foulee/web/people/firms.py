"""One's firms: for an owner simply the way in, for an adviser a list that says where to look first."""

import functools

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.accounts import claim_firms
from foulee.core.roles import Right, Role
from foulee.knowledge import reader
from foulee.records.models import Firm
from foulee.records.queries.people import firms_without_members, memberships_of
from foulee.web.access import Seat, firm_page, held_of, let_go, person_of
from foulee.web.clock import now_of, today_of
from foulee.web.language import firm_language, language_of
from foulee.web.people.adapters import tell_claimed
from foulee.web.people.listing import CHOICES, ORDERS, chosen, entries_of
from foulee.web.people.roles import role_name
from foulee.web.typed import clean_line

MANY = 2  # firms from which on it is a list to choose from
NAMED_LIMIT = 100


@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """List the firms that this visitor may open."""
    language = language_of(request)
    pairs = [(firm, role_name(role, language)) for firm, role in _reached(request)]
    entries = entries_of(pairs, reader.load(today_of(request)), functools.partial(firm_language, request))
    show = _known(request.GET.get("show", ""), CHOICES, "all")
    order = _known(request.GET.get("order", ""), ORDERS, "name")
    named = clean_line(request.GET.get("named", ""), NAMED_LIMIT)
    page = {
        "entries": chosen(entries, show, order, named),
        "total": len(entries),
        "counts": {code: sum(map(choice, entries)) for code, choice in CHOICES.items()},
        "show": show,
        "order": order,
        "named": named,
        "is_list": len(entries) >= MANY,
        "held": set(held_of(request)) if person_of(request) else set(),
    }
    return render(request, "people/firms.html.jinja", page)


def _reached(request: HttpRequest) -> list[tuple[Firm, str]]:
    """Firms of which one is a member, then those that the session holds."""
    person = person_of(request)
    own = [(item.firm, item.role) for item in memberships_of(person)] if person else []
    return [*own, *((firm, Role.HOLDER.value) for firm in firms_without_members(held_of(request)))]


def _known(code: str, codes: object, otherwise: str) -> str:
    return code if isinstance(codes, dict) and code in codes else otherwise


@firm_page(Right.SHARE)
@require_POST
def keep(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keep in one's account a file that was opened by its private link."""
    if seat.person is None or seat.role is not Role.HOLDER:
        raise Http404
    tell_claimed(request, claim_firms(firm_ids=[seat.firm.id], by=seat.person, now=now_of(request)))
    let_go(request, seat.firm)
    return redirect("firms")
