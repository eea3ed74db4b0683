"""Encrypting all secrets at rest anew, with the newest key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, models, transaction

from foulee.records.encrypted import EncryptedTextField, box

SECRETS = ("secret", "seed")  # what a second factor keeps encrypted
SEVERAL = "migrated_codes"


@dataclass(slots=True)
class Rotated:
    """How many secrets have the newest key now, and how many no key opens."""

    done: int = 0
    lost: int = 0


def rotate() -> Rotated:
    """Encrypt everything with the newest key; what no key opens stays as it is. May be run again at any time."""
    counted = Rotated()
    for model in apps.get_models():
        for field in model._meta.local_fields:  # noqa: SLF001 - Django's documented way to a model's fields
            if isinstance(field, EncryptedTextField):
                _column(model, field, counted)
    for factor in Authenticator.objects.values_list("pk", flat=True):
        _factor(factor, counted)
    return counted


def _anew(counted: Rotated) -> Callable[[str], str]:
    """What encrypts one secret anew, and counts it."""
    keys = box()

    def anew(token: str) -> str:
        try:
            rotated = keys.rotate(token.encode("ascii")).decode("ascii")
        except InvalidToken:
            counted.lost += 1
            return token
        counted.done += 1
        return rotated

    return anew


def _column(model: type[models.Model], field: Any, counted: Rotated) -> None:  # noqa: ANN401 - any field
    """Rows by SQL, because the field itself only shows what is decrypted; a row that changes meanwhile is left."""
    quote = connection.ops.quote_name
    table, key, column = (quote(str(name)) for name in (model._meta.db_table, model._meta.pk.column, field.column))  # noqa: SLF001
    anew = _anew(counted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 - our own names
        for row, token in cursor.fetchall():
            changed = (anew(token), row, token)
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s", changed)  # noqa: S608


@transaction.atomic
def _factor(key: int, counted: Rotated) -> None:
    """One second factor, locked while it changes."""
    anew = _anew(counted)
    factor = Authenticator.objects.select_for_update().get(pk=key)
    before = dict(factor.data)
    for name in SECRETS:
        if name in before:
            factor.data[name] = anew(before[name])
    if SEVERAL in before:
        factor.data[SEVERAL] = [anew(code) for code in before[SEVERAL]]
    if factor.data != before:
        factor.save(update_fields=["data"])
