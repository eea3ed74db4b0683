"""Addresses about the installation itself."""

from django.urls import path

from foulee.web.operating import views

urlpatterns = [path("health/", views.show_health, name="health")]
