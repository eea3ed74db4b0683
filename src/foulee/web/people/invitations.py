"""An invitation, opened by the link in its mail: who invites, to what, and one's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foulee.actions.people import PeopleError, accept, decline
from foulee.actions.sharing import digest
from foulee.records.models import Invitation
from foulee.records.queries.people import invitation_by_digest, is_member
from foulee.web.access import person_of
from foulee.web.clock import now_of
from foulee.web.errors import shown, too_many
from foulee.web.language import language_of
from foulee.web.people.pending import forget, remember
from foulee.web.people.roles import role_does, role_name
from foulee.web.throttle import HOUR, address_of, allowed

OPENINGS = 60  # an hour, from one place
GONE = 410
SECRET_LIMIT = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation; accept or decline it."""
    if not allowed(f"invitation:{address_of(request)}", OPENINGS, HOUR, now_of(request)):
        return too_many(request)
    found = invitation_by_digest(digest(secret)) if len(secret) <= SECRET_LIMIT else None
    if found is None:
        return _closed(request, "withdrawn")
    return _came_in(request, found) or _open(request, found)


def _came_in(request: HttpRequest, found: Invitation) -> HttpResponse | None:
    """For whoever is a member already, their files."""
    person = person_of(request)
    if person and is_member(found.firm, person):
        if request.method == "POST" and person.email == found.email:
            accept(invitation=found, by=person, now=now_of(request))  # they came in by another door
        forget(request)
        messages.info(request, language_of(request).say("You work with this file already."))
        return redirect("firms")
    return None


def _open(request: HttpRequest, found: Invitation) -> HttpResponse:
    if found.accepted_at is not None:
        return _closed(request, "used")
    if found.expires_at <= now_of(request):
        return _closed(request, "expired")
    if request.method == "POST":
        return _answered(request, found)
    remember(request, found)
    return _asked(request, found)


def _asked(request: HttpRequest, found: Invitation) -> HttpResponse:
    language = language_of(request)
    page = {
        "invitation": found,
        "inviter": str(found.made_by) if found.made_by else "Foulée",
        "role": role_name(found.role, language),
        "does": role_does(found.role, language),
        "until": language.date(timezone.localdate(found.expires_at)),
        "next": urlencode({"next": request.path}),
        "next_path": request.path,
    }
    return render(request, "people/invitation.html.jinja", page)


def _answered(request: HttpRequest, found: Invitation) -> HttpResponse:
    person, say = person_of(request), language_of(request).say
    if request.POST.get("answer") == "no":
        decline(invitation=found, by=person, now=now_of(request))
        forget(request)
        messages.success(request, say("The invitation is declined."))
        return redirect("home")
    if person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    try:
        accept(invitation=found, by=person, now=now_of(request))
    except PeopleError as error:
        return _asked(request, found) if error.code == "other_address" else _closed(request, error.code)
    forget(request)
    messages.success(request, say("You are in."))
    return redirect("answer", found.firm.id)


def _closed(request: HttpRequest, code: str) -> HttpResponse:
    """Say why an invitation cannot be accepted, and what can be done."""
    say = language_of(request).say
    again = say("Ask whoever invited you to send it again.")
    title, says = {
        "withdrawn": (
            say("This invitation does not work."),
            say("It was taken back, or replaced by a later one: open the latest mail.") + " " + again,
        ),
        "expired": (say("This invitation is too old."), again),
        "used": (
            say("This invitation was used already."),
            say("It works once. If it was you, sign in with the address to which it was sent."),
        ),
    }[code]
    return shown(request, GONE, title, says)
