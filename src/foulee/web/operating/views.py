"""The page that tells the truth about the installation, without a word of what it holds."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foulee.reporting.language import Language
from foulee.web.clock import now_of
from foulee.web.language import language_of
from foulee.web.operating.health import health
from foulee.web.plain import plain

WELL, ILL = 200, 503


@never_cache
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """Say what is well and what is not: 200 if all is, else 503; a page for a browser, JSON for a program."""
    found = health(now_of(request))
    well = all(found.values())
    status = WELL if well else ILL
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"foulee": well} | found, status=status)
    told = sentences(language_of(request))
    lines = [(good, told[name][0 if good else 1]) for name, good in found.items()]
    return plain(request, "operating/health.html.jinja", {"well": well, "lines": lines}, status)


def sentences(language: Language) -> dict[str, tuple[str, str]]:
    """What is said of each thing: well, ill."""
    say = language.say
    return {
        "database": (say("The database answers."), say("The database does not answer.")),
        "migrations": (say("The database is up to date."), say("The database is not up to date.")),
        "worker": (
            say("The background work goes on."),
            say("Nothing works in the background: mails, checks and nightly backups wait."),
        ),
        "jobs": (say("No background work is late."), say("Background work is late by more than ten minutes.")),
        "disk": (say("There is room on the disk."), say("The disk is nearly full.")),
    }
