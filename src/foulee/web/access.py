"""Who may see a page: every page of a firm goes through here."""

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from foulee.actions.diagnosing import seen_firm
from foulee.core.roles import Right, Role, may
from foulee.records.models import Firm, Link, Membership, Person
from foulee.web.clock import now_of

HELD = "firms"  # firms that this visitor holds without an account, in the session
BY_LINK = "links"  # of these, the firms opened by a private link, each with its link

NOTED_EVERY = dt.timedelta(days=1)  # that a file without account is still opened

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Seat:
    """A visitor's place in a firm; `person` is None for whoever came by the private link."""

    firm: Firm
    role: Role
    person: Person | None

    def may(self, right: Right) -> bool:
        """Whether this visitor has a right."""
        return may(self.role, right)

    @property
    def counted_as(self) -> str:
        """By what uses are counted: the person, else the firm, for a link gives as many sessions as one likes."""
        return f"person {self.person.pk}" if self.person else f"firm {self.firm.pk}"


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, if anybody."""
    return request.user if isinstance(request.user, Person) else None


def seat_of(request: HttpRequest, firm_id: uuid.UUID) -> Seat | None:
    """The visitor's place in a firm: by membership, else by what the session holds."""
    person = person_of(request)
    if person is not None:
        found = Membership.objects.select_related("firm").filter(firm_id=firm_id, person=person).first()
        if found is not None:
            return Seat(found.firm, Role(found.role), person)
    if str(firm_id) in held_of(request):
        # Once a firm has members, a session alone no longer opens it.
        firm = Firm.objects.filter(id=firm_id, memberships=None).first()
        if firm is not None:
            if now_of(request) - firm.seen_at > NOTED_EVERY:
                seen_firm(firm=firm, now=now_of(request))
            return Seat(firm, Role.HOLDER, person)
    return None


def held_of(request: HttpRequest) -> list[str]:
    """Firms that this visitor's session opens; a link that was taken back opens nothing more, here either."""
    held: list[str] = request.session.get(HELD, [])
    by_link: dict[str, str] = request.session.get(BY_LINK, {})
    if not by_link:
        return held
    good = Link.objects.filter(id__in=by_link.values(), revoked_at=None).values_list("firm_id", flat=True)
    opened = {str(firm_id) for firm_id in good}
    return [firm_id for firm_id in held if firm_id not in by_link or firm_id in opened]


def begun_here(request: HttpRequest) -> list[str]:
    """Firms begun in this browser: not those of somebody else, perhaps, who gave their link."""
    return [firm_id for firm_id in request.session.get(HELD, []) if firm_id not in request.session.get(BY_LINK, {})]


def hold(request: HttpRequest, firm: Firm, link: Link | None = None) -> None:
    """Let this visitor's session open a firm that has no members; with a link, for as long as that one works."""
    known, before = str(firm.id), begun_here(request)
    let_go(request, firm)
    request.session[HELD] = [*request.session.get(HELD, []), known]
    if link is not None and known not in before:
        request.session[BY_LINK] = request.session.get(BY_LINK, {}) | {known: str(link.id)}


def let_go(request: HttpRequest, *firms: Firm) -> None:
    """Let this visitor's session open firms no more."""
    gone = {str(firm.id) for firm in firms}
    request.session[HELD] = [item for item in request.session.get(HELD, []) if item not in gone]
    by_link = request.session.get(BY_LINK, {})
    request.session[BY_LINK] = {known: link for known, link in by_link.items() if known not in gone}


def firm_page(
    right: Right,
) -> Callable[[Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a page of a firm: 404 for whoever has no place in it, 403 for whoever lacks the right."""

    def decorate(view: Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def checked(request: HttpRequest, firm_id: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
            seat = seat_of(request, firm_id)
            if seat is None:
                raise Http404
            if not seat.may(right):
                raise PermissionDenied
            return view(request, seat, *args, **kwargs)

        checked.right = right  # type: ignore[attr-defined] # read by the test that tries every page as everybody
        return checked

    return decorate
