"""Accounts, members and firms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    return render(request, "people/account.html.jinja")


def firms(request: HttpRequest) -> HttpResponse:
    """List the firms that this visitor may open."""
    return render(request, "people/firms.html.jinja")
