"""Pages that need neither session nor database: they must come even when these do not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from foulee.web.jinja import OTHER, here
from foulee.web.language import language_of


def plain(request: HttpRequest, template: str, values: dict[str, Any], status: int) -> HttpResponse:
    """Show a page as to somebody who has not signed in."""
    language = language_of(request)
    known = {
        "lang": language.code,
        "language": language,
        "say": language.say,
        "plural": language.plural,
        "other_language": f"{here(request)}?lang={OTHER[language.code]}",
        "person": None,
        "has_firms": False,
        "messages": [],
    }
    return HttpResponse(get_template(template).render(known | values), status=status)
