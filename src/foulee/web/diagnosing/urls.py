"""Addresses of the questions and of the answer."""

from django.urls import path

from foulee.web.diagnosing import start

urlpatterns = [
    path("start/", start.start, name="start"),
]
