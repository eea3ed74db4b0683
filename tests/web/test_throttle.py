"""Limits hold, end when their time has passed, and keep nothing of whoever is counted."""

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.people import Town

from foulee.actions.sharing import make_link
from foulee.actions.throttling import count_use, forget_past
from foulee.records.models import Throttle
from foulee.web.diagnosing.trying import TRIES
from foulee.web.throttle import HOUR, address_of, allowed, digest_of, used_up

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
HALF = dt.timedelta(minutes=30)


@pytest.mark.django_db
def test_so_many_uses_are_allowed_and_no_more() -> None:
    assert [allowed("door:a", 3, HOUR, NOW) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_each_key_has_its_own_count() -> None:
    assert allowed("door:a", 1, HOUR, NOW)
    assert allowed("door:b", 1, HOUR, NOW)
    assert not allowed("door:a", 1, HOUR, NOW)


@pytest.mark.django_db
def test_the_limit_ends_when_its_time_has_passed_since_the_first_use() -> None:
    assert allowed("door:a", 1, HOUR, NOW)
    assert not allowed("door:a", 1, HOUR, NOW + HALF)
    assert allowed("door:a", 1, HOUR, NOW + 2 * HALF)


@pytest.mark.django_db
def test_being_refused_does_not_prolong_the_limit() -> None:
    allowed("door:a", 1, HOUR, NOW)
    for minute in range(60):
        assert not allowed("door:a", 1, HOUR, NOW + dt.timedelta(minutes=minute))
    assert allowed("door:a", 1, HOUR, NOW + dt.timedelta(minutes=60))


@pytest.mark.django_db
def test_looking_counts_nothing() -> None:
    assert [used_up("door:a", 1, NOW) for _ in range(3)] == [False, False, False]
    allowed("door:a", 1, HOUR, NOW)
    assert used_up("door:a", 1, NOW + HALF)
    assert not used_up("door:a", 1, NOW + 2 * HALF)


@pytest.mark.django_db
def test_past_counts_go_away_by_themselves() -> None:
    for name in "abc":
        allowed(f"door:{name}", 9, HOUR, NOW)
    allowed("door:d", 9, HOUR, NOW + 3 * HALF)
    assert Throttle.objects.count() == 1


@pytest.mark.django_db
def test_the_regular_cleaning_takes_only_what_has_passed() -> None:
    allowed("door:a", 9, HOUR, NOW)
    allowed("door:b", 9, 3 * HOUR, NOW)
    assert forget_past(now=NOW + 3 * HALF) == 1
    assert used_up("door:b", 1, NOW + 3 * HALF)


@pytest.mark.django_db
def test_the_table_holds_neither_the_key_nor_its_plain_digest() -> None:
    allowed("survey:203.0.113.9", 9, HOUR, NOW)
    row = str(Throttle.objects.values_list().get())
    assert "203.0.113" not in row
    assert hashlib.sha256(b"survey:203.0.113.9").hexdigest() not in row


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_both_take_the_last_use() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory: its threads cannot write at once")

    def use(_turn: int) -> bool:
        try:
            return allowed("door:a", 5, HOUR, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(40))) == 5


def request_from(address: str, forwarded: str = "") -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded} if forwarded else {})


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_address_stands_for_a_home(address: str, told: str) -> None:
    assert address_of(request_from(address)) == told


def test_without_a_proxy_nobody_chooses_their_address() -> None:
    assert address_of(request_from("203.0.113.9", "198.51.100.1")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "told"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.9.9.9, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1:5678", "198.51.100.1"),
        (1, "[2001:db8:1:2::9]:5678", "2001:db8:1:2::/64"),
        (1, "<script>", "unknown"),
    ],
)
def test_behind_proxies_the_outermost_of_them_is_believed(
    settings: Settings, proxies: int, forwarded: str, told: str
) -> None:
    settings.PROXIES = proxies
    assert address_of(request_from("203.0.113.9", forwarded)) == told


@pytest.mark.django_db
def test_files_and_answers_without_end_are_refused_from_one_address(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foulee.web.diagnosing.start.STARTS", 1)
    monkeypatch.setattr("foulee.web.diagnosing.show.DIAGNOSES", 0)
    assert [Client().post("/start/").status_code for _ in range(2)] == [302, 429]
    assert town.client("owner").post("/start/").status_code == 302
    assert town.holder().post(reverse("diagnose", args=[town.lone.id])).status_code == 429


@pytest.mark.django_db
def test_whoever_has_a_link_is_counted_by_the_file_however_many_sessions_they_take(town: Town) -> None:
    link = make_link(firm=town.lone, result=None, by=None, now=NOW)
    count_use(digest=digest_of(f"try:firm {town.lone.pk}"), limit=TRIES, seconds=HOUR, now=timezone.now())
    Throttle.objects.update(uses=TRIES)
    for _ in range(2):
        client = Client()
        client.get(reverse("open_file", args=[link.secret]))
        assert client.get(reverse("what_if", args=[town.lone.id, 2]) + "?hours=0").status_code == 429
