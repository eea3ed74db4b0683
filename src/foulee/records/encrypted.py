"""A text field encrypted at rest, with keys apart from those that sign sessions."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def box() -> MultiFernet:
    """Keys newest first: the first encrypts, all decrypt. Raises ImproperlyConfigured if none is a Fernet key."""
    try:
        return MultiFernet([Fernet(key.strip()) for key in settings.ENCRYPTION_KEYS.split(",") if key.strip()])
    except ValueError as error:
        raise ImproperlyConfigured("FOULEE_ENCRYPTION_KEYS holds something that is not a Fernet key") from error


def encrypt(text: str) -> str:
    """Encrypt a text with the newest key."""
    return box().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Decrypt what `encrypt` made, with any of the keys. Raises InvalidToken."""
    return box().decrypt(token.encode("ascii")).decode()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # the stub's parameters are of no use here
    """A text that the database holds encrypted; it cannot be searched."""

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:  # noqa: ANN401 - Django's signature
        """Decrypt; a text whose key is lost reads as empty rather than breaking every page that lists it."""
        try:
            return None if value is None else decrypt(value)
        except InvalidToken:
            return ""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Encrypt."""
        return None if value is None else encrypt(str(value))
