"""Addresses of the pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("foulee.web.home.urls")),
    path("", include("foulee.web.diagnosing.urls")),
    path("", include("foulee.web.focusing.urls")),
    path("", include("foulee.web.measuring.urls")),
    path("", include("foulee.web.projecting.urls")),
    path("", include("foulee.web.people.urls")),
    path("", include("foulee.web.operating.urls")),
]

handler400 = "foulee.web.errors.bad_request"
handler403 = "foulee.web.errors.forbidden"
handler404 = "foulee.web.errors.not_found"
handler429 = "foulee.web.errors.too_many"  # asked by the accounts library
handler500 = "foulee.web.errors.failed"
