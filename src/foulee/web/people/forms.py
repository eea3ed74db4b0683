"""The accounts library's forms, where ours must do more."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from foulee.records.models import Person
from foulee.web.language import language_of
from foulee.web.people.pending import pending_invitation
from foulee.web.typed import clean_line

KEY_NAME_LIMIT = 60
HOSTILE = (ArithmeticError, AttributeError, InvalidSignature, LookupError, TypeError, ValueError)

Saved = tuple[Person | None, HttpResponse | None]


class SignUp(SignupForm):  # type: ignore[misc] # the library has no types
    """Making an account."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(*args, **kwargs)
        self.invitation = pending_invitation(context.request)
        if self.invitation is not None:
            self.initial.setdefault("email", self.invitation.email)

    def clean_email(self) -> str:
        """Where only invited people may come in, the address is the one that was invited."""
        email: str = super().clean_email()
        if settings.SIGNUP != "open" and (self.invitation is None or self.invitation.email != email):
            invited = self.invitation.email if self.invitation else ""
            raise ValidationError("invited only", code="invited_only", params={"email": invited})
        return email

    def try_save(self, request: HttpRequest) -> Saved:
        """Save the person. That an address is taken is told to its owner, by mail: neither page nor time tells."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # takes as long as making the account would
        elif (saved := self._saved(request)) is not None:
            return saved
        if not settings.MAIL_SENT:
            return None, _sent_to_sign_in(request)
        self.account_already_exists = True
        return super().try_save(request)

    def _saved(self, request: HttpRequest) -> Saved | None:
        """The person; None if another request has just taken the address."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            return None


def _sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Without a mail server there is no other way to tell the owner of an address than to say it here."""
    said = language_of(request).say("This address has an account already: sign in.")
    messages.info(request, said)
    return redirect("account_login")


# --- passkeys ----------------------------------------------------------------------------------------------------


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc] # the library has no types
    """Adding a passkey, whatever the browser sends."""

    def clean_name(self) -> str:
        """One line, not too long."""
        name: str = clean_line(super().clean_name(), KEY_NAME_LIMIT)
        return name[:KEY_NAME_LIMIT]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read as a passkey."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (ValidationError, *HOSTILE) as error:
            raise ValidationError("passkey", code="incorrect_passkey") from error
        return cleaned


class RenamePasskey(EditWebAuthnForm):  # type: ignore[misc] # the library has no types
    """Giving a passkey another name."""

    def clean_name(self) -> str:
        """One line, not too long."""
        name = clean_line(self.cleaned_data["name"], KEY_NAME_LIMIT)
        if not name:
            raise ValidationError("required", code="required")
        return name[:KEY_NAME_LIMIT]


class Answering:
    """What an answering passkey sends cannot be trusted to be one."""

    def clean_credential(self) -> Any:  # noqa: ANN401 - the library's
        """Refuse what cannot be read as an answer."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except HOSTILE as error:
            raise ValidationError("passkey", code="incorrect_passkey") from error


class AnswerPasskey(Answering, AuthenticateWebAuthnForm):  # type: ignore[misc] # the library has no types
    """A passkey as the second step of signing in."""


class SignInPasskey(Answering, LoginWebAuthnForm):  # type: ignore[misc] # the library has no types
    """A passkey instead of address and password."""


class ConfirmPasskey(Answering, ReauthenticateWebAuthnForm):  # type: ignore[misc] # the library has no types
    """A passkey to confirm that one is still there."""
