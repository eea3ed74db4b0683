"""The reader's language: French, unless they tapped on English."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from foulee.firmfile.answering import take
from foulee.knowledge import reader
from foulee.records.models import Firm
from foulee.reporting.language import LANGUAGES, Language
from foulee.web.clock import today_of

COOKIE = "foulee_lang"
YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Take the language from `?lang=`, which a cookie then remembers.

    The browser's own wish is left aside on purpose: a French shop's computer often asks for English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the language of the page, and of the library's own words on it."""
        told = request.GET.get("lang", "")
        code = told if told in LANGUAGES else request.COOKIES.get(COOKIE, "")
        code = code if code in LANGUAGES else LANGUAGES[0]
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
        if told in LANGUAGES:
            response.set_cookie(COOKIE, code, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
        response.headers.setdefault("Content-Language", code)
        return response


def language_of(request: HttpRequest, currency: str = "EUR", country: str = "FR") -> Language:
    """The page's language, with the currency of the firm's country."""
    code = getattr(request, "LANGUAGE_CODE", LANGUAGES[0])
    return Language(code if code in LANGUAGES else LANGUAGES[0], currency, country)


def firm_language(request: HttpRequest, firm: Firm) -> Language:
    """The page's language, with the currency and the country of a firm as far as they are told."""
    country = take(firm.answers, "firm.country")
    countries = reader.load(today_of(request)).countries
    if country not in countries:
        return language_of(request)
    return language_of(request, countries[country].currency, country)
