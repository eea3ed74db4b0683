"""Addresses of the survey: the owner's, and the short ones that customers open."""

from django.urls import path

from foulee.reporting.language import LANGUAGES
from foulee.web.focusing import asked, owner

FIRM = "firm/<uuid:firm_id>/customers/"
POSTERS = {"fr": ("fr",), "en": ("en",), "fr-en": ("fr", "en"), "en-fr": ("en", "fr")}

urlpatterns = [
    path(FIRM, owner.survey, name="survey"),
    path(f"{FIRM}answers/", owner.answers_now, name="survey_answers"),
    path(f"{FIRM}open/", owner.open_or_change, name="survey_open"),
    path(f"{FIRM}change/", owner.change, name="survey_change"),
    *(
        path(f"{FIRM}poster-{name}.pdf", owner.poster, {"codes": codes}, name=f"survey_poster_{name}")
        for name, codes in POSTERS.items()
    ),
    path("q/<str:code>/", asked.ask, name="survey_page"),
    *(path(f"q/<str:code>/{lang}/", asked.ask, {"lang": lang}, name=f"survey_{lang}") for lang in LANGUAGES),
    *(
        path(f"q/<str:code>/{lang}/thanks/", asked.thanks, {"lang": lang}, name=f"survey_thanks_{lang}")
        for lang in LANGUAGES
    ),
]
