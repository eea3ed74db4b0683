"""Where the accounts library asks us."""

import io
import uuid
from typing import Any
from urllib.parse import urljoin

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from foulee.actions.accounts import claim_firms
from foulee.actions.mailing import deliver
from foulee.records.encrypted import decrypt, encrypt
from foulee.records.models import Firm, Person
from foulee.reporting.language import Language
from foulee.reporting.mails import write_mail
from foulee.web.access import begun_here, let_go
from foulee.web.clock import now_of, today_of
from foulee.web.language import COOKIE, YEAR, language_of
from foulee.web.people.attempts import client_ip
from foulee.web.people.pending import pending_invitation
from foulee.web.people.wording import LATER, MESSAGES, later, message
from foulee.web.typed import clean_line

EMAIL_LIMIT = 254  # RFC 5321, and what the tables hold
CONFIRMING = "EmailVerificationStage"
QR_BORDER = 4  # modules of white that readers need


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Sign-up, sign-in and mails."""

    error_messages = DefaultAccountAdapter.error_messages | {code: later(code) for code in LATER}

    # --- who may come in -----------------------------------------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may make an account, or only people invited to a firm."""
        return settings.SIGNUP == "open" or pending_invitation(request) is not None

    def new_user(self, request: HttpRequest) -> Person:
        """Begin a person, who speaks the language of the page."""
        return Person(language=language_of(request).code, made_at=now_of(request))

    def clean_email(self, email: str) -> str:
        """Refuse an address that the tables cannot hold, or that could be written in two ways."""
        if len(email) > EMAIL_LIMIT:
            raise ValidationError("too long", code="too_long", params={"limit": EMAIL_LIMIT})
        if '"' in email or clean_line(email, EMAIL_LIMIT) != email:
            raise ValidationError("invalid", code="invalid")
        return email

    def get_login_stages(self) -> list[str]:
        """Addresses are confirmed where mails are really sent; else the code would reach nobody."""
        stages: list[str] = super().get_login_stages()
        return stages if settings.MAIL_SENT else [stage for stage in stages if not stage.endswith(CONFIRMING)]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - the library's
        """Leave failed passwords to axes, which counts them for an address from one place."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's network address."""
        return client_ip(request)

    # --- coming in -----------------------------------------------------------------------------------------------

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in; the files begun in this browser become the person's, those opened by a link when they ask for it."""
        super().login(request, user)
        begun = [uuid.UUID(firm_id) for firm_id in begun_here(request)]
        claimed = claim_firms(firm_ids=begun, by=user, now=now_of(request))
        let_go(request, *claimed)
        tell_claimed(request, claimed)

    def post_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse:  # noqa: ANN401 - the library's
        """Go on; a browser that has no language yet takes the person's."""
        response: HttpResponse = super().post_login(request, user, **how)
        if COOKIE not in request.COOKIES:
            response.set_cookie(
                COOKIE, user.language, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the library's
        """Back to one's account."""
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ANN401, ARG002 - the library's
        """Back to one's account."""
        return reverse("account")

    # --- words ---------------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in our words, in the person's language; a mail that could not be sent is said on the page."""
        kind = template_prefix.rpartition("/")[2]
        person = context.get("user") or Person.objects.filter(email=email).first()
        page = language_of(self.request)
        language = Language(person.language) if isinstance(person, Person) else page
        known = {key: str(value) for key, value in context.items() if key in PASSED}
        mail = write_mail(kind, language, known | addresses())
        if not deliver(mail, to=email):
            messages.error(self.request, page.say("The mail could not be sent. Try again in a few minutes."))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        **more: Any,  # noqa: ANN401 - the library's: a text that is ready, and tags
    ) -> None:
        """Say something on the next page, in our words."""
        ready = more.get("message")
        said = _said(request, message_template, message_context) if ready is None else str(ready)
        if said:
            messages.add_message(request, level, said, extra_tags=more.get("extra_tags", ""))


PASSED = frozenset({"code", "from_email", "to_email", "deleted_email"})  # what mails may repeat of the library's values


def _said(request: HttpRequest, template: str | None, values: dict[str, Any] | None) -> str:
    return message(template, values or {}, language_of(request)) if template in MESSAGES else ""


def addresses() -> dict[str, str]:
    """Addresses that mails lead to, all under the public one."""
    names = {
        "home_url": "home",
        "login_url": "account_login",
        "signup_url": "account_signup",
        "password_url": "account_reset_password",
    }
    return {key: urljoin(settings.PUBLIC_URL, reverse(name)) for key, name in names.items()}


def tell_claimed(request: HttpRequest, claimed: list[Firm]) -> None:
    """Say that files are now kept in the account."""
    language = language_of(request)
    if claimed:
        told = language.plural(
            "Your file is now kept in your account; its private link no longer works.",
            "Your {n} files are now kept in your account; their private links no longer work.",
            len(claimed),
        )
        messages.success(request, told.format(n=language.number(len(claimed))))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # the library has no types
    """Second factors, their secrets encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {code: later(code) for code in LATER}

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret."""
        return decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """A QR code that is black on white in both themes: cameras need it so."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", border=QR_BORDER, light="white", xmldecl=False)
        return drawn.getvalue().decode("utf-8")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a telephone shows when it keeps a passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002, ARG002 - the library's
        """A name to begin with: the day."""
        language = language_of(self.request)
        return language.say("Added on {date}").format(date=language.date(today_of(self.request)))
