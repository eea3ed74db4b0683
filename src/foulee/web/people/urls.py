"""Addresses of accounts, members and firms."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from foulee.web.people import account, firms, invitations, keeping, members, trail

FIRM = "firm/<uuid:firm_id>/"


def closed(_request: HttpRequest) -> HttpResponse:
    """A page of the accounts library that nothing here leads to."""
    raise Http404


urlpatterns = [
    path("account/login/code/confirm/", closed, name="closed_code"),
    path("account/password/set/", closed, name="closed_password"),
    path("account/", include("allauth.urls")),
    path("account/", account.account, name="account"),
    path("account/erase/", account.erase, name="erase_account"),
    path("firms/", firms.firms, name="firms"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path(f"{FIRM}keep/", firms.keep, name="keep_firm"),
    path(f"{FIRM}people/", members.members, name="members"),
    path(f"{FIRM}people/invite/", members.invite_someone, name="invite"),
    path(f"{FIRM}people/leave/", members.leave, name="leave"),
    path(f"{FIRM}people/<int:member_id>/", members.member, name="member"),
    path(f"{FIRM}people/<int:member_id>/remove/", members.remove_member, name="remove_member"),
    path(f"{FIRM}invitations/<int:invitation_id>/again/", members.send_again, name="send_again"),
    path(f"{FIRM}invitations/<int:invitation_id>/withdraw/", members.withdraw_invitation, name="withdraw"),
    path(f"{FIRM}trail/", trail.trail, name="trail"),
    path(f"{FIRM}export/", keeping.export, name="export"),
    path(f"{FIRM}erase/", keeping.erase, name="erase_firm"),
]
