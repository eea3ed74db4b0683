"""Django application of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "foulee.web"
    label = "web"
