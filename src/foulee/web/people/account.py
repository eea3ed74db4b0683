"""One's own account: name, language, what protects it, and its end."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foulee.actions.accounts import SoleOwnerError, erase_account, save_person
from foulee.records.models import Person
from foulee.records.queries.people import firms_owned_alone
from foulee.reporting.language import LANGUAGES, Language
from foulee.web.access import person_of
from foulee.web.clock import now_of
from foulee.web.language import language_of
from foulee.web.typed import clean_line

NAME_LIMIT = 100
ERASE_WORDS = {"fr": "EFFACER", "en": "ERASE"}


def signed_in(request: HttpRequest) -> Person:
    """Who is signed in, on pages that nobody else reaches."""
    person = person_of(request)
    assert person is not None, "the page asks for signing in"
    return person


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account; save the name and the language."""
    person, language = signed_in(request), language_of(request)
    name, code = person.name, person.language
    problem = ""
    if request.method == "POST":
        name, code = clean_line(request.POST.get("name", ""), NAME_LIMIT), request.POST.get("language", "")
        problem = _wrong(name, code, language)
        if not problem:
            save_person(person=person, name=name, language=code)
            messages.success(request, Language(code).say("Saved."))
            return redirect(f"{reverse('account')}?lang={code}")
    page = {
        "name": name,
        "chosen": code,
        "problem": problem,
        "factors": set(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
    }
    return render(request, "people/account.html.jinja", page, status=422 if problem else 200)


def _wrong(name: str, code: str, language: Language) -> str:
    if len(name) > NAME_LIMIT:
        return language.say("This is too long: {limit} characters at most.").format(limit=NAME_LIMIT)
    return "" if code in LANGUAGES else language.say("Choose one of the languages.")


@login_required
@reauthentication_required  # type: ignore[untyped-decorator] # the library has no types
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's account, once every firm has another owner or is gone."""
    person, language = signed_in(request), language_of(request)
    typed = clean_line(request.POST.get("word", ""), NAME_LIMIT)
    if request.method == "POST" and typed.upper() in ERASE_WORDS.values():
        try:
            erase_account(person=person, now=now_of(request))
        except SoleOwnerError:
            return redirect("erase_account")  # the page says which
        logout(request)
        messages.success(request, language.say("Your account is erased."))
        return redirect("home")
    word = ERASE_WORDS[language.code]
    wrong = request.method == "POST"
    page = {
        "firms": firms_owned_alone(person),
        "word": word,
        "typed": typed,
        "problem": language.say("Type {word}, exactly.").format(word=word) if wrong else "",
    }
    return render(request, "people/erase_account.html.jinja", page, status=422 if wrong else 200)
