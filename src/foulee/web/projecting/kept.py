"""A reading in words and pictures: taken from what is kept, or made and kept."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from foulee.actions.diagnosing import keep_rendering
from foulee.records.models import Result
from foulee.records.queries.diagnosing import rendering_of
from foulee.records.queries.projecting import reading_of
from foulee.reporting.language import Language
from foulee.reporting.levels import parts_kept
from foulee.reporting.reading_figures import beside, brought, left
from foulee.reporting.reading_words import tell_reading
from foulee.web.build import build


def told_of(result: Result, language: Language, request: HttpRequest) -> str | None:
    """A reading as a part of a page; None where another version kept it in a way that this one cannot read."""
    name = f"reading-{language.locale}-{language.currency}@{build()}"
    found = rendering_of(result, name)
    if found is not None:
        return found.decode("utf-8")
    read = reading_of(result)
    if read is None:
        return None
    parts = {
        "told": tell_reading(read, language),
        "beside": beside(read, language),
        "brought": brought(read, language),
        "left": left(read, language),
        "levels": parts_kept(read, language),
        "firm_id": result.firm_id,
        "number": result.number,
        "say": language.say,
    }
    made = render_to_string("projecting/told.html.jinja", parts, request)
    keep_rendering(result=result, name=name, body=made.encode("utf-8"))
    return made
