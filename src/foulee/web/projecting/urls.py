"""Addresses of the pages of a firm's weeks."""

from django.urls import path

from foulee.web.projecting import columns, show, upload

FIRM = "firm/<uuid:firm_id>/weeks/"

urlpatterns = [
    path(FIRM, show.weeks, name="weeks"),
    path(f"{FIRM}file/", upload.send, name="weeks_send"),
    path(f"{FIRM}columns/", columns.columns, name="weeks_columns"),
    path(f"{FIRM}read/", show.again, name="weeks_again"),
    path(f"{FIRM}progress/", show.progress, name="weeks_progress"),
    path(f"{FIRM}<int:number>/", show.earlier, name="weeks_number"),
    path(f"{FIRM}<int:number>/trial/<int:place>.ics", show.trial, name="weeks_trial"),
]
