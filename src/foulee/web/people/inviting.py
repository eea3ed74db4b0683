"""Inviting somebody by e-mail: the mail, its link, and how often one may."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from foulee.actions.people import Guest, PeopleError, Sent, invite
from foulee.core.roles import GIVEN, Role
from foulee.records.models import Firm, Invitation, Person
from foulee.reporting.language import Language
from foulee.reporting.mails import Mail, write_mail
from foulee.web.access import Seat
from foulee.web.clock import now_of
from foulee.web.language import language_of
from foulee.web.people.adapters import EMAIL_LIMIT, addresses
from foulee.web.people.roles import role_does, role_name
from foulee.web.people.wording import FOUND, NEEDED
from foulee.web.throttle import DAY, allowed
from foulee.web.typed import clean_line

A_DAY = 40  # invitations that one firm may send
TO_ONE = 5  # invitations that one address may get a day, from whomever
NAMED = 60  # characters of a name in a mail: enough for a name, too few for a message
LINK = "invited"  # in the session: a link to be handed over by other means than mail, shown once


def refused(email: str, role: str, language: Language) -> dict[str, str]:
    """What is wrong with an invitation, field by field."""
    problems = {}
    if not email:
        problems["email"] = NEEDED["email"]
    elif len(email) > EMAIL_LIMIT:
        problems["email"] = FOUND["too_long"]
    elif not _is_address(email):
        problems["email"] = FOUND["invalid"]
    if role not in set(GIVEN):
        problems["role"] = FOUND["not_chosen"]
    return {field: language.say(words).format(limit=EMAIL_LIMIT) for field, words in problems.items()}


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return '"' not in email


def invited_by(request: HttpRequest, seat: Seat, email: str, role: Role) -> Sent | str:
    """Invite an address; or say in a sentence why it cannot be."""
    language, now = language_of(request), now_of(request)
    if not (allowed(f"invite:{seat.firm.id}", A_DAY, DAY, now) and allowed(f"invite-to:{email}", TO_ONE, DAY, now)):
        return language.say("That was many invitations for one day. Go on tomorrow.")

    def write(invitation: Invitation, secret: str) -> Mail:
        return invitation_mail(invitation, secret, seat.person, language)

    try:
        return invite(firm=seat.firm, guest=Guest(email=email, role=role), by=seat.person, now=now, write=write)
    except PeopleError:
        return language.say("This address is a member already.")


def invitation_mail(invitation: Invitation, secret: str, by: Person | None, page: Language) -> Mail:
    """The mail that invites, in the language of whoever gets it where it is known."""
    known = Person.objects.filter(email=invitation.email).first()
    language = Language(known.language) if known else page
    values = {
        "inviter": named(str(by)) if by else "Foulée",
        "firm": named(invitation.firm.name) or language.say("a firm without a name"),
        "role": role_name(invitation.role, language),
        "does": role_does(invitation.role, language),
        "link": link_to(secret),
        "expires": language.date(timezone.localdate(invitation.expires_at)),
    }
    return write_mail("invitation", language, values | addresses())


def named(name: str) -> str:
    """A name as it may stand in a mail that we send to strangers: short, and no address."""
    return clean_line(name.replace("/", " "), NAMED)[:NAMED].strip()


def link_to(secret: str) -> str:
    """Where an invitation is opened."""
    return urljoin(settings.PUBLIC_URL, reverse("invitation", args=[secret]))


def hand_over(request: HttpRequest, firm: Firm, sent: Sent) -> None:
    """Say that the mail is on its way; or keep its link for the next page, to be handed over by other means."""
    say, email = language_of(request).say, sent.invitation.email
    if sent.delivered and settings.MAIL_SENT:
        messages.success(request, say("An invitation is on its way to {email}.").format(email=email))
        return
    if not sent.delivered:
        messages.error(request, say("The mail could not be sent."))
    request.session[LINK] = {"firm": str(firm.id), "email": email, "link": link_to(sent.secret)}


def taken_link(request: HttpRequest, firm: Firm) -> dict[str, str] | None:
    """The link to hand over, once."""
    kept: dict[str, str] | None = request.session.get(LINK)
    if kept is None or kept["firm"] != str(firm.id):
        return None
    del request.session[LINK]
    return kept
