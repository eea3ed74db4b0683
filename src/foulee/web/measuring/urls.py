"""Addresses of the website check."""

from django.urls import path

from foulee.web.measuring import website

FIRM = "firm/<uuid:firm_id>/website/"

urlpatterns = [
    path(FIRM, website.website, name="website"),
    path(f"{FIRM}look/", website.ask, name="website_look"),
    path(f"{FIRM}progress/", website.progress, name="website_progress"),
    path(f"{FIRM}figures/", website.figures, name="website_figures"),
    path(f"{FIRM}<int:number>/", website.earlier_look, name="website_number"),
]
