"""Pages that say what went wrong, and what to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foulee.web.language import language_of
from foulee.web.plain import plain

FIRMS = "/firm/"  # where the pages of firms begin


def shown(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    """Show an error page."""
    return render(request, "error.html.jinja", {"title": title, "says": says, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: what was sent cannot be understood."""
    say = language_of(request).say
    return shown(request, 400, say("This could not be read."), say("Go back, and try again; nothing was changed."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: signed in, but this is not among one's rights."""
    say = language_of(request).say
    return shown(
        request,
        403,
        say("You may not do this here."),
        say("Your role in this firm does not allow it. Ask the owner, who can change your role."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: no such page, or not for this visitor: the two are not told apart."""
    say = language_of(request).say
    if request.path.startswith(FIRMS):
        return shown(
            request,
            404,
            say("This browser cannot open this file."),
            say(
                "If you were answering questions here, this browser no longer remembers it. What was saved is still"
                " there: open the private link that you kept, or sign in. Without either, begin again."
            ),
        )
    return shown(
        request,
        404,
        say("This page does not exist, or you have no access to it."),
        say("If it is yours, sign in, or open the private link that you kept."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours, and may be the database's: nothing of it is asked here."""
    say = language_of(request).say
    values = {
        "title": say("Something broke on our side."),
        "says": say(
            "Nothing you wrote is lost. Try again in a minute; if it breaks again, tell whoever runs this machine."
        ),
        "status": 500,
    }
    return plain(request, "error.html.jinja", values, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the form was too old, or came from another site."""
    if request.path.startswith(FIRMS) and not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return not_found(request)  # nothing is remembered of this visitor: the form is not what is wrong
    say = language_of(request).say
    return shown(
        request,
        403,
        say("This form has expired."),
        say("Go back, reload the page and send it again. Your browser must accept this site's cookies."),
    )


def gone(request: HttpRequest) -> HttpResponse:
    """410: a link that was taken back."""
    say = language_of(request).say
    return shown(
        request,
        410,
        say("This link no longer works."),
        say("Whoever sent it to you has taken it back. Ask them for a new one."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too fast."""
    say = language_of(request).say
    return shown(request, 429, say("That was a lot at once."), say("Wait a few minutes, then try again."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any page of ours asks for; the page comes without session, before anything is read."""
    say = language_of(request).say
    values = {
        "title": say("This is too large."),
        "says": say("A file may have one megabyte at the most. Nothing was changed."),
        "status": 413,
    }
    return plain(request, "error.html.jinja", values, 413)
