"""Private links: to go on later, to show a result, and to take them back."""

import functools
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foulee.actions.sharing import digest, make_link, revoke_link, seen_link
from foulee.core.roles import Right, Role
from foulee.records.models import Link
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest, ticked
from foulee.records.queries.sharing import link_by_digest, links_of
from foulee.web.access import Seat, firm_page, hold
from foulee.web.clock import now_of, today_of
from foulee.web.diagnosing.kept import answer_of, strategy_of
from foulee.web.diagnosing.show import pdf
from foulee.web.errors import gone, too_many
from foulee.web.language import language_of
from foulee.web.throttle import HOUR, address_of, allowed

WHAT = ("file", "answer")
OPENINGS = 300  # of links, an hour, from one address: a whole office may read, nobody may guess


@firm_page(Right.SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the links that work; make one to the file, to go on later, or to the last answer, to show it."""
    last = latest(seat.firm, Kind.DIAGNOSIS)
    what = request.POST.get("what")
    if request.method == "POST":
        if what not in WHAT or (what == "answer" and last is None) or (what == "file" and not may_link_file(seat)):
            raise Http404
        make_link(firm=seat.firm, result=last if what == "answer" else None, by=seat.person, now=now_of(request))
        return redirect("links", seat.firm.id)
    shown = [(link, address(link)) for link in links_of(seat.firm) if link.result_id or may_link_file(seat)]
    page = {"firm": seat.firm, "links": shown, "last": last, "anonymous": may_link_file(seat)}
    return render(request, "diagnosing/links.html.jinja", page)


def may_link_file(seat: Seat) -> bool:
    """A link to the file itself is for those without account; members come in by signing in."""
    return seat.person is None


def address(link: Link) -> str:
    """The whole address of a link, to be copied."""
    return settings.PUBLIC_URL + reverse("shared" if link.result_id else "open_file", args=[link.secret])


@firm_page(Right.SHARE)
@require_POST
def revoke(request: HttpRequest, seat: Seat, link_id: uuid.UUID) -> HttpResponse:
    """Take a link back."""
    link = next((item for item in links_of(seat.firm) if item.id == link_id), None)
    if link is None:
        raise Http404
    if seat.role is Role.HOLDER:
        hold(request, seat.firm)  # whoever came by this very link and takes it back is not shut out with the others
    revoke_link(link=link, by=seat.person, now=now_of(request))
    return redirect("links", seat.firm.id)


def found_link(request: HttpRequest, secret: str, *, to_result: bool) -> Link | HttpResponse:
    """The link with this secret; or the page that says that it was taken back, or that there were too many tries."""
    if not allowed(f"link:{address_of(request)}", OPENINGS, HOUR, now_of(request)):
        return too_many(request)
    link = link_by_digest(digest(secret))
    if link is None or (link.result_id is not None) is not to_result:
        raise Http404
    if link.revoked_at is not None:
        return gone(request)
    seen_link(link=link, now=now_of(request))
    return link


def unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep a secret address to itself: told to no other site, to no robot, and asked again each time."""

    @functools.wraps(view)
    def kept(request: HttpRequest, secret: str) -> HttpResponse:
        response = view(request, secret)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return kept


@unlisted
@require_safe
def open_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a file by its private link: from now on this browser holds it."""
    link = found_link(request, secret, to_result=False)
    if isinstance(link, HttpResponse):
        return link
    if link.firm.memberships.exists():
        return gone(request)  # an account keeps the file now: the link alone opens it no more
    hold(request, link.firm, link)
    return redirect("answer", link.firm.id)


@unlisted
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a result to whoever has its link."""
    link = found_link(request, secret, to_result=True)
    if isinstance(link, HttpResponse):
        return link
    assert link.result is not None, "asked for above"
    page = {
        "answer": answer_of(link.result, language_of(request).code, today_of(request)),
        "ticked": ticked(link.firm),
        "firm": link.firm,
        "secret": secret,
    }
    return render(request, "diagnosing/shared.html.jinja", page)


@unlisted
@require_safe
def shared_strategy(request: HttpRequest, secret: str) -> HttpResponse:
    """The strategy in four pages, for whoever has the link."""
    link = found_link(request, secret, to_result=True)
    if isinstance(link, HttpResponse):
        return link
    assert link.result is not None, "asked for above"
    return pdf(strategy_of(link.result, language_of(request).code, today_of(request)), link.firm.name)
