"""Where the accounts library asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from foulee.records.encrypted import decrypt, encrypt
from foulee.web.errors import too_many


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Sign-up and mails."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # the library has no types
    """Second factors, their secrets encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret."""
        return decrypt(encrypted_text)


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Say that there were too many attempts to sign in."""
    return too_many(request)
