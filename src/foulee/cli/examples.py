"""What the pages show of the example firms, computed before anybody asks: the web processes need not load what does."""

import os

from django.utils import timezone

from foulee.advice.examples import example_names
from foulee.reporting.language import LANGUAGES, Language
from foulee.web.home.examples import emblem_of, example_answer

PATIENT = 10  # how far the examples let others go first


def draw_emblem() -> None:
    """Draw the two curves of the home page for today."""
    for code in LANGUAGES:
        emblem_of(Language(code), timezone.localdate())


def compute_examples() -> None:
    """Compute what the pages of the examples show today; after the home page's, letting others go first."""
    draw_emblem()
    os.nice(PATIENT)
    for code in LANGUAGES:
        for name in example_names():
            example_answer(name, code, timezone.localdate())
