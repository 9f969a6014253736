"""The council's sign-on opens the accounts that an administrator made, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from fakes import sign_on
from fakes.desk import Office
from fakes.sign_on import SignOn

from desk.doors import Doors, SingleSignOn, settings_of

START = "/sign-in/by/oidc/council/login/"


@pytest.fixture
def council(sqlite: str) -> Iterator[SignOn]:
    """The sign-on, with the desk pointed at it."""
    from django.conf import settings

    settings.DESK_PORTS = Office().ports()
    with sign_on.running() as told:
        known = SingleSignOn(issuer=told.issuer, client_id=sign_on.CLIENT, client_secret=sign_on.KEY)
        with override_settings(**settings_of(Doors(single_sign_on=known, second_factor="required"))):
            yield told
    settings.DESK_PORTS = None


def account(name: str, **facts: bool) -> Any:
    """An account without a password."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user(name, **facts)
    user.groups.set(Group.objects.filter(name="clerk"))
    return user


def signs_on(client: Client, council: SignOn, start: str = START, **claims: str) -> Any:
    """Go to the sign-on and come back from it as the person of those claims."""
    council.claims = claims
    asked = parse_qs(urlsplit(client.get(start).headers["Location"]).query)
    return client.get(f"{START}callback/", {"code": "c", "state": asked["state"][0]})


def test_the_account_of_that_name_opens_and_stays_joined(council: SignOn) -> None:
    """Known by name at the first time and by the provider's subject from then on; no second factor is asked here."""
    account("ana")
    client = Client()
    assert START in client.get("/sign-in").content.decode()
    signs_on(client, council, sub="77", preferred_username="ana")
    assert client.get("/").status_code == 200
    again = Client()
    signs_on(again, council, sub="77", preferred_username="ana.garcia")
    assert again.get("/").status_code == 200
    assert "code_verifier" in council.asked[0]  # PKCE


@pytest.mark.parametrize("name", ["nadie", "eva", ""])
def test_whoever_has_no_open_account_is_refused_and_it_is_noted(council: SignOn, name: str) -> None:
    """Signing on makes no account, and a closed one stays closed."""
    from django.contrib.auth.models import User

    from desk.models import AuditEntry

    account("eva", is_active=False)
    client = Client(headers={"accept-language": "es"})
    answer = signs_on(client, council, sub="78", preferred_username=name)
    assert answer.status_code == 403
    assert "No tiene cuenta en esta mesa" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert User.objects.count() == 1
    assert AuditEntry.objects.get().what == "login_failed"


def test_an_answer_that_was_not_asked_for_opens_nothing(council: SignOn) -> None:
    """Without the state that the desk gave this browser, a code is worth nothing."""
    account("ana")
    council.claims = {"sub": "77", "preferred_username": "ana"}
    client = Client()
    client.get(f"{START}callback/", {"code": "c", "state": "guessed"})
    assert client.get("/").status_code == 302


def test_nobody_joins_a_sign_on_to_an_account_by_their_own_wish(council: SignOn) -> None:
    """An open session cannot be made to take another person's sign-on."""
    client = Client()
    client.force_login(account("ana"))
    answer = signs_on(client, council, f"{START}?process=connect", sub="79", preferred_username="pere")
    assert answer.status_code == 401
    fresh = Client()
    assert signs_on(fresh, council, sub="79", preferred_username="pere").status_code == 403
