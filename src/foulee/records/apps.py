"""Django application of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is kept."""

    name = "foulee.records"
    label = "records"
