"""Addresses of accounts, members and firms."""

from django.urls import include, path

from foulee.web.people import views

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("account/", views.account, name="account"),
    path("firms/", views.firms, name="firms"),
]
