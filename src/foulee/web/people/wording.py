"""What the accounts library finds, in our words: errors of forms, and messages on the next page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.functional import lazy
from django.utils.translation import get_language

from foulee.reporting.language import LANGUAGES, Language, mark

WHOLE = "__all__"  # what is wrong with a form as a whole

NEEDED = {
    "email": mark("Write your e-mail address."),
    "login": mark("Write your e-mail address."),
    "password": mark("Write your password."),
    "oldpassword": mark("Write your present password."),
    "password1": mark("Choose a password."),
    "password2": mark("Write the new password a second time."),
    "code": mark("Write the code."),
    "name": mark("Give it a name, to tell it from the others."),
    "credential": mark("The passkey did not answer. Try again."),
}
FOUND = {
    "invalid": mark("This does not look like an e-mail address: look for a space, or a missing @ or point."),
    "too_long": mark("This is too long: {limit} characters at most."),
    "max_length": mark("This is too long."),
    "null_characters_not_allowed": mark("This holds characters that cannot be used."),
    "password_too_short": mark("This password is too short: at least {min_length} "
                               "characters. Three or four words do very well."),
    "password_too_common": mark("This password is among those that are guessed first. Choose another."),
    "password_too_similar": mark("This password looks too much like your address or your name. Choose another."),
    "password_mismatch": mark("The two passwords differ."),
    "email_password_mismatch": mark("This address and this password do not go together. Check both."),
    "incorrect_password": mark("This is not your password."),
    "enter_current_password": mark("This is not your present password."),
    "incorrect_code": mark("This code is not the right one, or it is too old. Look for the latest."),
    "incorrect_passkey": mark("The passkey was not accepted. Try again, or choose another way."),
    "too_many_login_attempts": mark("That was too many attempts. Wait five minutes, then try again."),
    "rate_limited": mark("That was a lot at once. Wait a moment, then try again."),
    "duplicate_email": mark("This is already your address."),
    "same_as_current": mark("This is already your address."),
    "email_taken": mark("This address cannot be used. If it is yours, sign in with it."),
    "invited_only": mark("Only invited people can make an account here: use the address "
                         "to which the invitation was sent, {email}."),
    "unverified_email": mark("Confirm your address first: nobody else could then lock you out."),
    "cannot_generate_recovery_codes": mark("Recovery codes come with an app or a passkey: add one first."),
    "cannot_delete_authenticator": mark("This cannot be switched off."),
    "invalid_password_reset": mark("This code is too old, or was used already. Ask for another."),
    "account_inactive": mark("This account is closed."),
    "not_chosen": mark("Choose one."),
    "not_typed": mark("This is not what is asked for: {expected}"),
}  # fmt: skip
LATER = ("incorrect_code", "too_many_login_attempts", "rate_limited", "unverified_email", "email_taken")


def told(form: Form, name: str, language: Language) -> str:
    """What is wrong with a field of a form, empty where nothing is."""
    return " ".join(_sentences(form.errors.as_data().get(name, []), name, language))


def _sentences(errors: Iterable[ValidationError], name: str, language: Language) -> list[str]:
    return [sentence(error, name, language) for error in errors]


def sentence(error: ValidationError, name: str, language: Language) -> str:
    """One error in a sentence; without a code it is the library's only one: the two passwords differ."""
    code = error.code or ("password_mismatch" if name == "password2" else "")
    if code == "required" and name in NEEDED:
        return language.say(NEEDED[name])
    if code not in FOUND:
        return " ".join(str(message) for message in error.messages)
    return language.say(FOUND[code]).format_map(dict(error.params or {}))


def _now(code: str) -> str:
    known = (get_language() or LANGUAGES[0])[:2]
    return Language(known if known in LANGUAGES else LANGUAGES[0]).say(FOUND[code])


def later(code: str) -> Any:  # noqa: ANN401 - a promise of a text
    """A sentence in the language of whichever page will show it."""
    promise: Callable[[str], Any] = lazy(_now, str)
    return promise(code)


MESSAGES = {  # by the library's template; nothing is said where the next page says it
    "account/messages/logged_in.txt": "",
    "account/messages/email_confirmation_sent.txt": "",
    "account/messages/login_code_sent.txt": "",
    "mfa/messages/recovery_codes_generated.txt": "",
    "account/messages/logged_out.txt": mark("You are signed out."),
    "account/messages/email_confirmed.txt": mark("{email} is confirmed."),
    "account/messages/email_confirmation_failed.txt": mark("This address cannot be used. If it is "
                                                           "yours, sign in with it."),
    "account/messages/email_deleted.txt": mark("{email} was removed."),
    "account/messages/password_changed.txt": mark("Your password is changed."),
    "account/messages/password_set.txt": mark("Your password is changed."),
    "account/messages/primary_email_set.txt": mark("Your address is changed."),
    "account/messages/unverified_primary_email.txt": mark("Confirm this address first."),
    "account/messages/cannot_delete_primary_email.txt": mark("This is your only address: add another one first."),
    "mfa/messages/totp_activated.txt": mark("The app is set up: signing in with your password now asks for its code."),
    "mfa/messages/totp_deactivated.txt": mark("The app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": mark("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": mark("The passkey is removed."),
}  # fmt: skip


def message(template: str, values: dict[str, Any], language: Language) -> str:
    """What the library wants said on the next page, in our words. Raises KeyError for a template that is not known."""
    return language.say(MESSAGES[template]).format_map(values) if MESSAGES[template] else ""
