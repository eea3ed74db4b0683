"""Every address as everybody: strangers are told nothing, members no more than their role allows, nothing breaks."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.people import Town

from foulee.core.roles import GIVEN, Right, Role, may

METHODS = ("get", "post")
OPEN = {"shared", "shared_strategy", "open_file", "survey_page", "survey_fr", "survey_en"}  # given by secret or poster
CLOSED = {404, 405}  # a wrong method is refused before anything is looked at


@dataclass(frozen=True)
class Address:
    """One entry of the URL configuration."""

    name: str
    arguments: tuple[str, ...]
    right: Right | None


def addresses() -> list[Address]:
    """Every named address of the configuration, with the right that its page asks for."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], before: tuple[str, ...] = ()) -> Iterator[Address]:
    for item in patterns:
        names = (*before, *(item.pattern.converters or item.pattern.regex.groupindex))
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, names)
        elif isinstance(item, URLPattern) and item.name:
            yield Address(item.name, names, getattr(item.callback, "right", None))


OF_FIRMS = [item for item in addresses() if "firm_id" in item.arguments]


def sent(client: Client, method: str, address: str) -> HttpResponse:
    send: Callable[..., HttpResponse] = getattr(client, method)
    return send(address)


def test_every_page_of_a_firm_asks_for_a_right() -> None:
    assert [item.name for item in OF_FIRMS if item.right is None] == []
    assert len(OF_FIRMS) >= 20


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("item", OF_FIRMS, ids=lambda item: item.name)
def test_a_firm_is_closed_to_whoever_has_no_place_in_it(item: Address, method: str, town: Town) -> None:
    address = reverse(item.name, kwargs=town.arguments(item.arguments))
    for client in (Client(), town.client("stranger"), town.holder_of_another()):
        assert sent(client, method, address).status_code in CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("item", OF_FIRMS, ids=lambda item: item.name)
def test_members_see_what_their_role_allows(item: Address, method: str, town: Town) -> None:
    assert item.right is not None
    for role in GIVEN:
        address = reverse(item.name, kwargs=town.arguments(item.arguments))
        status = sent(town.client(role.value), method, address).status_code
        if may(role, item.right):
            assert status < 500, role
            assert status != 403, role
        else:
            assert status in {403, 405}, role


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("item", OF_FIRMS, ids=lambda item: item.name)
def test_whoever_holds_the_private_link_may_do_what_it_allows(item: Address, method: str, town: Town) -> None:
    assert item.right is not None
    address = reverse(item.name, kwargs=town.arguments(item.arguments, firm=town.lone))
    status = sent(town.holder(), method, address).status_code
    assert status < 500
    assert may(Role.HOLDER, item.right) or status in {403, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("item", OF_FIRMS, ids=lambda item: item.name)
def test_a_firm_that_does_not_exist_looks_like_one_that_is_closed(item: Address, method: str, town: Town) -> None:
    arguments = town.arguments(item.arguments) | {"firm_id": uuid.uuid4()}
    assert sent(town.client("owner"), method, reverse(item.name, kwargs=arguments)).status_code in CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "item", [item for item in addresses() if "firm_id" not in item.arguments], ids=lambda item: item.name
)
def test_nothing_else_breaks_or_shows_a_firm(item: Address, method: str, town: Town) -> None:
    for client in (Client(), town.client("stranger")):
        response = sent(client, method, reverse(item.name, kwargs=town.arguments(item.arguments)))
        assert response.status_code < 500 or item.name == "health"  # which says that no worker runs here
        if item.name not in OPEN:
            assert town.firm.name not in response.content.decode("utf-8", "replace")
