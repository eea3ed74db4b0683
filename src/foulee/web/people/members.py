"""The members of a firm: who they are, what each may do, who comes and who goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foulee.actions.people import PeopleError, change_role, remove, withdraw
from foulee.core.roles import GIVEN, Right, Role
from foulee.records.models import Membership
from foulee.records.queries.people import member_of, members_of, open_invitation, open_invitations
from foulee.reporting.language import Language
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of
from foulee.web.language import language_of
from foulee.web.people.inviting import hand_over, invited_by, refused, taken_link
from foulee.web.people.roles import role_choices, role_does, role_name
from foulee.web.typed import clean_line

CONFLICT = 409
EMAIL_LIMIT = 254


@firm_page(Right.READ)
@never_cache
@require_safe
def members(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the members of a firm; whoever runs it also sees addresses and open invitations."""
    language, manages = language_of(request), seat.may(Right.MANAGE)
    page = {
        "firm": seat.firm,
        "manages": manages,
        "mine": seat.person,
        "members": [
            (item, role_name(item.role, language), role_does(item.role, language)) for item in members_of(seat.firm)
        ],
        "invitations": _waiting(seat, language) if manages else [],
        "now": now_of(request),
        "link": taken_link(request, seat.firm) if manages else None,
    }
    return render(request, "people/members.html.jinja", page)


def _waiting(seat: Seat, language: Language) -> list[tuple[object, str]]:
    return [(item, role_name(item.role, language)) for item in open_invitations(seat.firm)]


# --- inviting ----------------------------------------------------------------------------------------------------


@firm_page(Right.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_someone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Invite somebody by e-mail."""
    language = language_of(request)
    email = clean_line(request.POST.get("email", ""), EMAIL_LIMIT).lower()
    role = request.POST.get("role", "")
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = refused(email, role, language)
        if not problems:
            sent = invited_by(request, seat, email, Role(role))
            if not isinstance(sent, str):
                hand_over(request, seat.firm, sent)
                return redirect("members", seat.firm.id)
            problems = {"email": sent}
    page = {
        "firm": seat.firm,
        "email": email,
        "role": role or Role.READER.value,
        "choices": role_choices(language),
        "problems": problems,
    }
    return render(request, "people/invite.html.jinja", page, status=422 if problems else 200)


@firm_page(Right.MANAGE)
@require_POST
def send_again(request: HttpRequest, seat: Seat, invitation_id: int) -> HttpResponse:
    """Send an invitation again, with a new link: the former one stops working."""
    found = open_invitation(seat.firm, invitation_id)
    if found is None:
        messages.info(request, language_of(request).say("This invitation is no longer waiting."))
        return redirect("members", seat.firm.id)
    sent = invited_by(request, seat, found.email, Role(found.role))
    if isinstance(sent, str):
        messages.error(request, sent)
    else:
        hand_over(request, seat.firm, sent)
    return redirect("members", seat.firm.id)


@firm_page(Right.MANAGE)
@require_POST
def withdraw_invitation(request: HttpRequest, seat: Seat, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    found = open_invitation(seat.firm, invitation_id)
    say = language_of(request).say
    if found is None:
        messages.info(request, say("This invitation is no longer waiting."))
    else:
        withdraw(invitation=found, by=seat.person, now=now_of(request))
        messages.success(request, say("The invitation is taken back: its link no longer works."))
    return redirect("members", seat.firm.id)


# --- roles, and going --------------------------------------------------------------------------------------------


@firm_page(Right.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, seat: Seat, member_id: int) -> HttpResponse:
    """Show what one member may do; give them another role."""
    language = language_of(request)
    found = _member(seat, member_id)
    role, problem = found.role, ""
    if request.method == "POST":
        role = request.POST.get("role", "")
        problem = _role_given(request, seat, found, role)
        if not problem:
            messages.success(request, language.say("Saved."))
            return redirect("members", seat.firm.id)
        found = _member(seat, member_id)
    page = {
        "firm": seat.firm,
        "member": found,
        "own": seat.person == found.person,
        "role": role if role in set(GIVEN) else found.role,
        "choices": role_choices(language),
        "problem": problem,
    }
    return render(request, "people/member.html.jinja", page, status=CONFLICT if problem else 200)


def _member(seat: Seat, member_id: int) -> Membership:
    found = member_of(seat.firm, member_id)
    if found is None:
        raise Http404
    return found


def _role_given(request: HttpRequest, seat: Seat, found: Membership, role: str) -> str:
    """Give the role; what is wrong in a sentence, empty where it is done. `was` is the role that the page showed."""
    language = language_of(request)
    if role not in set(GIVEN):
        return language.say("Choose one.")
    found.role = request.POST.get("was") or found.role
    try:
        change_role(membership=found, role=Role(role), by=seat.person, now=now_of(request))
    except PeopleError as error:
        return told(error, language)
    return ""


def told(error: PeopleError, language: Language) -> str:
    """Why something cannot be done with the people of a firm."""
    return {
        "last_owner": language.say("A firm needs an owner: give somebody else this role first."),
        "changed": language.say(
            "This role was changed meanwhile, from another page. Look at it again before you choose."
        ),
        "gone": language.say("This person is no longer a member."),
    }[error.code]


@firm_page(Right.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, seat: Seat, member_id: int) -> HttpResponse:
    """Remove a member, having asked; removing oneself is leaving."""
    found = member_of(seat.firm, member_id)
    if found is None:
        messages.info(request, language_of(request).say("This person is no longer a member."))
        return redirect("members", seat.firm.id)
    if found.person == seat.person:
        return redirect("leave", seat.firm.id)
    return _going(request, seat, found)


@firm_page(Right.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Leave a firm, having been asked."""
    found = next((item for item in members_of(seat.firm) if item.person == seat.person), None)
    if found is None:
        raise Http404  # came by the private link: there is nothing to leave
    return _going(request, seat, found)


def _going(request: HttpRequest, seat: Seat, found: Membership) -> HttpResponse:
    language, own = language_of(request), seat.person == found.person
    problem = ""
    if request.method == "POST":
        try:
            remove(membership=found, by=seat.person, now=now_of(request))
        except PeopleError as error:
            problem = told(error, language)
        else:
            said = (
                language.say("You have left.")
                if own
                else language.say("Removed: the file is closed to them from now on.")
            )
            messages.success(request, said)
            return redirect("firms") if own else redirect("members", seat.firm.id)
    page = {"firm": seat.firm, "member": found, "own": own, "problem": problem}
    return render(request, "people/going.html.jinja", page, status=CONFLICT if problem else 200)
