"""Addresses of the first minute."""

from django.urls import path

from foulee.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("examples/", views.examples, name="examples"),
    path("examples/<slug:name>/", views.example, name="example"),
    path("privacy/", views.privacy, name="privacy"),
]
