"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # answers, mails and keys are read by nobody else on this machine
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foulee.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

application = get_wsgi_application()


def ready() -> None:
    """Load the pages and the knowledge now, so that no visitor waits for them."""
    from django.urls import get_resolver  # noqa: PLC0415 - needs the settings above
    from django.utils import timezone  # noqa: PLC0415

    from foulee.knowledge import reader  # noqa: PLC0415

    _ = get_resolver().url_patterns
    reader.load(timezone.localdate())


ready()
