"""Mails in words: plain text and short, in the language of whoever gets them."""

from collections.abc import Mapping
from dataclasses import dataclass

from foulee.reporting.language import Language, mark

Words = tuple[str, tuple[str, ...]]  # subject, paragraphs


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text."""

    subject: str
    body: str


CODE = mark("It works for a few minutes, in the browser where you asked for it.")
NOT_YOU = mark("If this was not you, do nothing: without the code, nobody gets in.")
CHANGED = mark("If this was not you, choose another password at once: {password_url}")
CONFIRM: Words = (
    mark("{code} is your code for Foulée"),
    (mark("Here is the code that confirms your address:"), "{code}", CODE, NOT_YOU),
)

MAILS: dict[str, Words] = {
    "email_confirmation": CONFIRM,
    "email_confirmation_signup": CONFIRM,
    "password_reset_code": (
        mark("{code} is your code for Foulée"),
        (mark("Here is the code that lets you choose another password:"), "{code}", CODE, NOT_YOU),
    ),
    "account_already_exists": (
        mark("You already have an account"),
        (
            mark("Somebody, probably you, has just asked for an account with "
                 "this address. It already has one: sign in."),
            "{login_url}",
            mark("If you no longer know your password, choose another one: {password_url}"),
            mark("If this was not you, do nothing: nothing was changed."),
        ),
    ),
    "unknown_account": (
        mark("No account with this address"),
        (
            mark("Somebody, probably you, wanted to sign in with this address. It has "
                 "no account: perhaps another of your addresses has."),
            mark("To make an account: {signup_url}"),
            mark("If this was not you, do nothing."),
        ),
    ),
    "password_changed": (mark("Your password was changed"), (mark("The password of "
                              "your account has just been changed."), CHANGED)),
    "password_set": (mark("Your password was changed"), (mark("The password of "
                          "your account has just been changed."), CHANGED)),
    "password_reset": (
        mark("Your password was changed"),
        (mark("Another password has just been chosen for your account, with a code sent to this address."), CHANGED),
    ),
    "email_changed": (
        mark("Your address was changed"),
        (mark("Your account now has the address {to_email} instead of {from_email}."), CHANGED),
    ),
    "email_deleted": (
        mark("An address was removed"),
        (mark("The address {deleted_email} has just been removed from your account."), CHANGED),
    ),
    "totp_activated": (
        mark("An app now protects your account"),
        (mark("From now on, signing in with your password also asks for a code of your app."), CHANGED),
    ),
    "totp_deactivated": (
        mark("The app no longer protects your account"),
        (mark("From now on, signing in no longer asks for a code of your app."), CHANGED),
    ),
    "webauthn_added": (
        mark("A passkey was added"),
        (mark("A passkey has just been added to your account: whoever has it can sign in."), CHANGED),
    ),
    "webauthn_removed": (
        mark("A passkey was removed"),
        (mark("A passkey has just been removed from your account."), CHANGED),
    ),
    "recovery_codes_generated": (
        mark("New recovery codes"),
        (mark("New recovery codes have just been made for your account; the former ones no longer work."), CHANGED),
    ),
    "invitation": (
        mark("{inviter} invites you to {firm}"),
        (
            mark("{inviter} invites you to the file of {firm} on Foulée. Your role: {role}. {does}"),
            mark("To accept, open this link: {link}"),
            mark("It works once, for this address, until {expires}."),
            mark("Foulée tells a small firm whether social media are worth its "
                 "time, where, and what three years may bring."),
        ),
    ),
}  # fmt: skip


def write_mail(kind: str, language: Language, values: Mapping[str, str]) -> Mail:
    """Write a mail; `values` fill the placeholders of its words. Raises KeyError for a kind that does not exist."""
    subject, paragraphs = MAILS[kind]
    told = [language.say(paragraph).format_map(values) for paragraph in (*paragraphs, "Foulée, {home_url}")]
    return Mail(" ".join(language.say(subject).format_map(values).split()), "\n\n".join(told) + "\n")
