"""The people of the tests: a firm with a member of each role, a stranger, and a firm without members."""

import datetime as dt
import uuid
from functools import cache
from typing import Any

from django.test import Client

from foulee.actions.diagnosing import open_firm, replace_answers
from foulee.actions.focusing import open_survey
from foulee.actions.sharing import make_link
from foulee.advice.advise import advise
from foulee.advice.examples import example, example_bytes
from foulee.advice.model import Setup
from foulee.advice.storing import dump
from foulee.core.roles import GIVEN, Role
from foulee.firmfile import toml
from foulee.knowledge import reader
from foulee.records.models import Firm, Invitation, Link, Membership, Person, Result
from foulee.records.models.result import Kind
from foulee.records.queries.focusing import survey_of
from foulee.web.access import HELD

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
BAKERY = "boulangerie-martinique"


@cache
def bakery_payload() -> dict[str, Any]:
    """The bakery's advice as results keep it, computed once for all tests."""
    return dump(advise(example(BAKERY, TODAY), reader.load(TODAY), Setup(today=TODAY)))


def person(name: str) -> Person:
    """A person of this name, made the first time."""
    found = Person.objects.filter(email=f"{name}@example.org").first()
    return found or Person.objects.create_user(f"{name}@example.org", "a long password", name=name.title())


def bakery(by: Person | None = None) -> Firm:
    """A firm that has answered what the example bakery answers."""
    firm = open_firm(language="fr", by=by, now=NOW)
    return replace_answers(firm_id=firm.id, answers=toml.parse(example_bytes(BAKERY)), by=by, now=NOW)


def diagnosed(firm: Firm, number: int = 1, **changes: Any) -> Result:
    """An answer of this number for a firm with the bakery's answers; `changes` to what is kept with it."""
    payload = bakery_payload()
    values: dict[str, Any] = {
        "inputs": {"answers": firm.answers},
        "digest": f"digest {number}",
        "outcome": payload["diagnosis"]["verdict"],
        "payload": payload,
        "method_version": payload["method_version"],
        "seed": 1,
        "revision": firm.revision,
        "facts_date": dt.date.fromisoformat(payload["facts_date"]),
        "made_at": NOW + dt.timedelta(days=number),
    }
    return Result.objects.create(firm=firm, kind=Kind.DIAGNOSIS, number=number, **values | changes)


class Town:
    """Everybody, with two firms: one with members, one that its maker holds by a private link."""

    def __init__(self) -> None:
        self.owner = person("owner")
        self.firm = bakery(self.owner)
        self.lone = bakery()
        for role in GIVEN:
            if role is not Role.OWNER:
                Membership.objects.create(firm=self.firm, person=person(role.value), role=role, made_at=NOW)
        for firm in (self.firm, self.lone):
            diagnosed(firm, 1)
            diagnosed(firm, 2)
        self.link = self.shared(self.firm)

    def shared(self, firm: Firm) -> Link:
        """A link to the firm's last answer."""
        return make_link(firm=firm, result=Result.objects.filter(firm=firm).latest("number"), by=None, now=NOW)

    def client(self, name: str) -> Client:
        """A browser in which this person has signed in."""
        client = Client()
        client.force_login(person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def holder(self, firm: Firm | None = None) -> Client:
        """A browser without account that holds a firm."""
        client = Client()
        session = client.session
        session[HELD] = [str((firm or self.lone).id)]
        session.save()
        client.cookies["sessionid"] = session.session_key or ""
        return client

    def holder_of_another(self) -> Client:
        """A browser that holds the lone firm, and claims to hold the other one too."""
        client = self.holder()
        session = client.session
        session[HELD] = [str(self.lone.id), str(self.firm.id)]  # as if it had held it before it had members
        session.save()
        return client

    def arguments(self, names: tuple[str, ...], firm: Firm | None = None) -> dict[str, Any]:
        """Something that exists, for each argument of an address."""
        of = firm or self.firm
        link = Link.objects.filter(firm=of).first() or self.shared(of)
        invitation = Invitation.objects.filter(firm=of).first()
        known: dict[str, Any] = {
            "firm_id": of.id,
            "number": 1,
            "before": 1,
            "after": 2,
            "field": "firm.place",
            "rule": "aim",
            "link_id": link.id,
            "secret": link.secret,
            "name": BAKERY,
            "code": (survey_of(of) or open_survey(firm=of, offer="", by=None, now=NOW)).code,
            "person_id": person("reader").pk,
            "member_id": 1,
            "invitation_id": invitation.pk if invitation else 1,
            "key": "none",
            "place": 0,
            "uidb36": "1",
            "pk": 1,
            "job_id": uuid.uuid4(),
        }
        return {name: known[name] for name in names}
