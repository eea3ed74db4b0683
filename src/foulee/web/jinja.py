"""Templates of the pages: everything is escaped, what is missing is an error."""

from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes
from django.utils.timezone import localdate
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from foulee.reporting.html import add_filters
from foulee.web.access import HELD, begun_here
from foulee.web.language import language_of
from foulee.web.people.wording import told
from foulee.web.reach import only_here

OTHER = {"fr": "en", "en": "fr"}


def environment(**options: Any) -> Environment:  # noqa: ANN401 - what Django passes on
    """Make the environment: our own templates, then the parts of the written report."""
    own = options.pop("loader")
    made = Environment(  # noqa: S701 - Django passes autoescape=True
        loader=ChoiceLoader([own, PackageLoader("foulee.reporting")]),
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
    )
    made.globals.update(static=static, url=url, told=told, localdate=localdate, only_here=only_here)
    return add_filters(made)


@lru_cache(maxsize=4000)  # a page asks for dozens, and what stands for a name does not change
def url(name: str, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - parts of an address
    """Address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


def here(request: HttpRequest) -> str:
    """The page's own path; `//elsewhere.example/` in a link would be another site."""
    return escape_leading_slashes(request.path)


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: its language, and the same page in the other one."""
    language = language_of(request)
    person = getattr(request, "user", None)
    asked = request.GET.copy() if request.method in {"GET", "HEAD"} else request.GET.__class__("", mutable=True)
    asked["lang"] = OTHER[language.code]
    return {
        "lang": language.code,
        "language": language,
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),  # one for all forms of a page, if it has any
        "say": language.say,
        "plural": language.plural,
        "other_language": f"{here(request)}?{asked.urlencode()}",
        "person": person,
        "mail_sent": settings.MAIL_SENT,
        "holds_file": bool(begun_here(request)),
        "has_firms": bool(person and person.is_authenticated) or bool(request.session.get(HELD)),
    }
