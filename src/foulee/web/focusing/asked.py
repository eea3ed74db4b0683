"""What a customer sees: one small page with three questions, without session, script or account.

No cookie is needed to answer, so there is no token tied to one against forged posts; there is nothing to forge either,
for a customer has no rights here. Posts that a browser says come from another site are refused all the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foulee.actions.focusing import Given, SurveyClosedError, answer_survey
from foulee.core.customers.survey import Follow, FollowFor, Heard
from foulee.core.types import Network
from foulee.knowledge import reader
from foulee.records.models import Survey
from foulee.records.queries.focusing import ASKED, has_answered, survey_by_code
from foulee.reporting.customers import FOLLOW_FOR, FOLLOWS, HEARD
from foulee.reporting.labels import Labels
from foulee.reporting.language import LANGUAGES, Language
from foulee.web.clock import now_of, today_of
from foulee.web.focusing.device import Device, new_mark, of_cookie, of_mark, remember
from foulee.web.throttle import DAY, HOUR, address_of, allowed, used_up
from foulee.web.typed import clean_line

NONE = "none"  # of these networks
AN_HOUR, A_DAY = 60, 200  # answers from one address: a shop lends its connection to all its customers
MISSES = 60  # codes that do not exist, an hour, from one address
LONGEST_NAME = 80
CODE = re.compile(r"[A-Za-z0-9]{1,12}")

Code = TypeVar("Code", bound=StrEnum)
View = Callable[..., HttpResponse]


@dataclass(slots=True)
class Sent:
    """What came from the form: the answer as far as it can be used, what was ticked, and whether all is well."""

    given: Given | None = None
    ticked: set[str] = field(default_factory=set)
    contradictory: bool = False  # networks, and none of them


def language_for(request: HttpRequest, code: str | None, survey: Survey | None) -> Language:
    """The language asked for by address; else the first of the telephone's own that we have; else the firm's."""
    if code in LANGUAGES:
        return Language(code)
    told = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    own = [name.partition("-")[0] for name, _ in told]
    firm = survey.firm.language if survey and survey.firm.language in LANGUAGES else LANGUAGES[0]
    return Language(next((name for name in own if name in LANGUAGES), firm))


# --- pages -------------------------------------------------------------------------------------------------------


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, lang: str | None = None) -> HttpResponse:
    """Ask the three questions, and take the answers."""
    survey = _survey(request, code)
    language = language_for(request, lang, survey)
    if survey is None:
        return _page(language, "missing", status=404)
    if survey.closed_at is not None:
        return _page(language, "closed", survey, status=409 if request.method == "POST" else 200)
    if request.method == "POST":
        return _take(request, survey, language)
    device = of_cookie(request)
    if device is not None and has_answered(survey, device.digest(survey, today_of(request)), today_of(request)):
        return _page(language, "thanks", survey, again=True, answered_at=None)
    return _questions(request, survey, language, set())


@require_safe
def thanks(request: HttpRequest, code: str, lang: str | None = None) -> HttpResponse:
    """Say thank you; what is offered shows to those who have just answered."""
    survey = _survey(request, code)
    language = language_for(request, lang, survey)
    if survey is None:
        return _page(language, "missing", status=404)
    device, today = of_mark(request.GET.get("of", "")) or of_cookie(request), today_of(request)
    answered = device is not None and has_answered(survey, device.digest(survey, today), today)
    at = timezone.localtime(now_of(request)) if answered else None
    return _page(language, "thanks", survey, again=False, answered_at=at)


def _survey(request: HttpRequest, code: str) -> Survey | None:
    """The survey with this code; whoever tries many codes is told nothing for a while."""
    key, now = f"survey-code:{address_of(request)}", now_of(request)
    if used_up(key, MISSES, now):
        return None
    found = survey_by_code(code) if CODE.fullmatch(code) else None
    if found is None:
        allowed(key, MISSES, HOUR, now)
    return found


def _take(request: HttpRequest, survey: Survey, language: Language) -> HttpResponse:
    """Take an answer, or show the questions again with what was ticked."""
    sent = read_answers(request.POST)
    marked = of_mark(request.POST.get("of", ""))
    if not _from_here(request) or marked is None:
        problem = language.say("This page had been open for a long time. Please send it once more.")
        return _questions(request, survey, language, sent.ticked, problem)
    if sent.given is None:
        return _questions(request, survey, language, sent.ticked, _asked_again(sent, language))
    if not _not_too_many(request, survey):
        return _page(language, "too_many", survey, status=429)
    device = of_cookie(request) or marked
    today = today_of(request)
    try:
        answer_survey(
            survey=survey, given=sent.given, device=device.digest(survey, today), day=today, now=now_of(request)
        )
    except SurveyClosedError:
        return _page(language, "closed", survey, status=409)
    return _thanked(request, survey, language, device)


def _asked_again(sent: Sent, language: Language) -> str:
    """What to do about the first question."""
    if sent.contradictory:
        return language.say("You ticked networks, and “none of these” too: please untick one or the other.")
    return language.say("Please tick the networks you use, or “none of these”.")


def _thanked(request: HttpRequest, survey: Survey, language: Language, device: Device) -> HttpResponse:
    """Send on to the thanks, so that reloading sends nothing twice; a second answer of the day ends there too."""
    address = reverse(f"survey_thanks_{language.code}", args=[survey.code])
    mark = request.POST["of"] if of_cookie(request) is None else ""
    response = redirect(f"{address}?{urlencode({'of': mark})}" if mark else address)
    remember(request, response, device, path=reverse("survey_page", args=[survey.code]))
    return _private(response)


def _from_here(request: HttpRequest) -> bool:
    """Whether a post comes from our own page, as far as the browser tells; old ones tell nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_URL}


def _not_too_many(request: HttpRequest, survey: Survey) -> bool:
    key, now = f"survey:{survey.pk}:{address_of(request)}", now_of(request)
    return allowed(f"{key}:hour", AN_HOUR, HOUR, now) and allowed(f"{key}:day", A_DAY, DAY, now)


# --- what came ---------------------------------------------------------------------------------------------------


def read_answers(data: QueryDict) -> Sent:
    """Read the ticks: what is not among the choices counts as not ticked; the first question must be answered."""
    networks = tuple(network for network in _known(data.getlist("uses"), Network) if network in ASKED)
    follow = next(iter(_known(data.getlist("follow"), Follow)), None)
    wanted = _known(data.getlist("for"), FollowFor)
    heard = next(iter(_known(data.getlist("heard"), Heard)), None)
    none = NONE in data.getlist("uses")
    ticked = {f"uses-{network}" for network in networks} | ({f"uses-{NONE}"} if none else set())
    ticked |= {f"follow-{follow}"} if follow else set()
    ticked |= {f"for-{code}" for code in wanted} | ({f"heard-{heard}"} if heard else set())
    if bool(networks) == none:
        return Sent(None, ticked, contradictory=none)
    wanted = () if follow is Follow.NO else wanted
    return Sent(Given(networks=networks, would_follow=follow, follow_for=wanted, heard=heard), ticked)


def _known(codes: list[str], kind: type[Code]) -> tuple[Code, ...]:
    """The codes of a kind, each once, in its own order."""
    return tuple(code for code in kind if code.value in codes)


# --- drawing -----------------------------------------------------------------------------------------------------


def _questions(
    request: HttpRequest, survey: Survey, language: Language, ticked: set[str], problem: str = ""
) -> HttpResponse:
    labels = Labels(language, reader.load(today_of(request)))
    page = {
        "mark": new_mark(),
        "ticked": ticked,
        "problem": problem,
        "networks": [(network.value, labels.choice("Network", network)) for network in ASKED],
        "follows": [(code.value, language.say(words)) for code, words in FOLLOWS.items()],
        "reasons": [(code.value, language.say(words)) for code, words in FOLLOW_FOR.items()],
        "ways": [(code.value, language.say(words)) for code, words in HEARD.items()],
    }
    return _page(language, "questions", survey, status=422 if problem else 200, **page)


def _page(
    language: Language,
    name: str,
    survey: Survey | None = None,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    """Draw one of the survey's pages: without anything that a session would know."""
    other = next(code for code in LANGUAGES if code != language.code)
    known = {
        "lang": language.code,
        "say": language.say,
        "other": other,
        "other_name": {"fr": "Français", "en": "English"}[other],
        "other_address": reverse(f"survey_{other}", args=[survey.code]) if survey else "",
        "address": reverse(f"survey_{language.code}", args=[survey.code]) if survey else "",
        "firm": clean_line(survey.firm.name, LONGEST_NAME)[:LONGEST_NAME] if survey else "",
        "offer": clean_line(survey.offer, LONGEST_NAME * 2) if survey else "",
    }
    body = get_template(f"focusing/{name}.html.jinja").render(known | more)
    response = HttpResponse(body, status=status)
    response["Content-Language"] = language.code
    response["Vary"] = "Accept-Language, Cookie"
    return _private(response)


def _private(response: HttpResponseBase) -> Any:  # noqa: ANN401 - the response itself
    """Let no cache keep a page, nor a search engine list it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
