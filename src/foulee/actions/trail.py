"""The trail of who changed what, without what they wrote."""

import datetime as dt

from foulee.records.models import Event, Firm, Person


def note(act: str, *, firm: Firm | None, by: Person | None, now: dt.datetime, **values: object) -> None:
    """Note an act; called inside the transaction of the act itself, so that both stand or fall."""
    Event.objects.create(firm=firm, person=by, act=act, values=values, at=now)
