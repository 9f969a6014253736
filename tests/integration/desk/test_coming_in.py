"""Coming in: throttled, with a second factor, by the council's sign-on; and who came in stands in the audit."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from fakes.desk import Office

from casework.errors import Misconfigured
from desk.doors import Doors

PASSWORD = "una clave bien larga 7"


@pytest.fixture(autouse=True)
def office(sqlite: str) -> Iterator[Office]:
    """The rest of the office, behind an empty register."""
    from django.conf import settings

    made = Office()
    settings.DESK_PORTS = made.ports()
    yield made
    settings.DESK_PORTS = None


def account(name: str = "ana", *roles: str) -> Any:
    """An account with a password and those roles."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user(name, password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=roles or ["clerk"]))
    return user


def browser() -> Client:
    """A browser whose forms are checked for their token, as a real one's."""
    return Client(headers={"accept-language": "es"})


def sign_in(client: Client, name: str = "ana", password: str = PASSWORD, **more: str) -> Any:
    """Try name and password."""
    return client.post("/sign-in", {"username": name, "password": password, **more})


def audited() -> list[tuple[str, str]]:
    """Who did what, in order."""
    from desk.models import AuditEntry

    return list(AuditEntry.objects.order_by("sequence").values_list("who", "what"))


def code_of(secret: str) -> str:
    """The code that a telephone with this secret shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return shown


def with_second_factor(client: Client) -> tuple[str, str]:
    """Set the second factor up as a person does; the telephone's secret and the first recovery code."""
    form = client.get("/second-factor/totp/activate/", follow=True)
    if form.request["PATH_INFO"] == "/sign-in/again":
        [onward] = re.findall(r'name="next" value="(/second-factor/[^"]+)"', form.content.decode())
        form = client.post(form.request["PATH_INFO"], {"password": PASSWORD, "next": onward}, follow=True)
    [secret] = re.findall(r'<code class="hash">([A-Z2-7]+)</code>', form.content.decode())
    done = client.post("/second-factor/totp/activate/", {"code": code_of(secret)}, follow=True)
    return secret, re.findall(r"<code>(\w+)</code>", done.content.decode())[0]


def link_on(page: Any) -> str:
    """The one-time link that a page shows."""
    [link] = re.findall(r'<code class="hash">(\S+)</code>', page.content.decode())
    return str(link)


def test_the_sixth_try_at_one_account_is_refused_whatever_the_password() -> None:
    """Five wrong passwords close an account's door for five minutes, to the right one too; another's stays open."""
    account("ana")
    account("pere")
    client = browser()
    for _ in range(5):
        assert "no son correctos" in sign_in(client, password="otra").content.decode()
    late = sign_in(client)
    assert "Demasiados intentos" in late.content.decode()
    assert sign_in(client, "pere").status_code == 302


def test_one_address_that_tries_many_names_is_stopped() -> None:
    """Names cannot be tried one after another; what the caller says of its own address counts for nothing."""
    account("ana")
    client = browser()
    for turn in range(20):
        client.post(
            "/sign-in", {"username": f"nadie{turn}", "password": "x"}, headers={"x-forwarded-for": f"10.0.0.{turn}"}
        )
    assert "Demasiados intentos" in sign_in(client).content.decode()


def test_a_refused_try_is_noted_without_what_was_typed() -> None:
    """Only the names of accounts: people type their passwords into the wrong field."""
    account("ana")
    client = browser()
    sign_in(client, password="otra")
    sign_in(client, name=PASSWORD, password="x")
    sign_in(client)
    client.post("/sign-out")
    assert audited() == [("ana", "login_failed"), ("", "login_failed"), ("ana", "login"), ("ana", "logout")]


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", r"/\evil.example"]
)
def test_signing_in_leads_nowhere_else(onward: str) -> None:
    """An address made by somebody else does not carry a clerk away after the password (open redirect)."""
    account()
    assert sign_in(browser(), next=onward).headers["Location"] == "/"


def test_signing_in_leads_on_to_the_page_that_was_asked_for() -> None:
    """The way on within the desk is kept."""
    account()
    assert sign_in(browser(), next="/submit").headers["Location"] == "/submit"


def test_a_closed_account_does_not_come_in() -> None:
    """Closing is at once, for the session that is open as well."""
    user = account()
    client = browser()
    sign_in(client)
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302
    assert sign_in(browser()).status_code == 200


def test_a_second_factor_is_asked_for_once_it_is_set_up() -> None:
    """The password alone opens nothing; a code opens once, and so does a recovery code."""
    account()
    client = browser()
    sign_in(client)
    secret, recovery = with_second_factor(client)
    code = code_of(secret)
    for shown, opened in ((code, 200), (code, 302), (recovery, 200), (recovery, 302)):
        other = browser()
        assert sign_in(other).headers["Location"] == "/second-factor/authenticate/"
        assert other.get("/").status_code == 302
        other.post("/second-factor/authenticate/", {"code": shown})
        assert other.get("/").status_code == opened


def test_the_secret_of_a_second_factor_is_not_kept_in_clear() -> None:
    """A copy of the database alone makes no codes."""
    from allauth.mfa.models import Authenticator

    account()
    client = browser()
    sign_in(client)
    secret, _ = with_second_factor(client)
    kept = Authenticator.objects.get(type="totp").data
    assert secret not in str(kept)
    assert ("ana", "second_factor_added") in audited()


def test_a_link_for_a_new_password_does_not_stand_for_the_second_factor() -> None:
    """Who holds the link alone sets a password and is still asked for the code."""
    from desk.accounts import link_for

    user = account()
    client = browser()
    sign_in(client)
    with_second_factor(client)
    user.refresh_from_db()
    other = browser()
    form = other.get(link_for(user), follow=True)
    other.post(form.request["PATH_INFO"], dict.fromkeys(("new_password1", "new_password2"), "otra clave larga 8"))
    assert other.get("/").status_code == 302


def test_where_the_second_factor_is_required_nothing_opens_before_it() -> None:
    """Every page leads to setting it up; afterwards the desk is open."""
    from django.test import override_settings

    account()
    client = browser()
    sign_in(client)
    with override_settings(DESK_SECOND_FACTOR="required"):
        for address in ("/", "/submit", "/cases/DOV-2026-000001"):
            assert client.get(address).headers["Location"] == "/second-factor/totp/activate/"
        with_second_factor(client)
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"address": "mesa.example"}, {"address": "https://mesa.example/desk"}, {"second_factor": "sometimes"}],
)
def test_doors_that_cannot_be_meant_are_refused(wrong: dict[str, str]) -> None:
    """At the start, with the setting's name."""
    with pytest.raises(Misconfigured):
        Doors(**wrong)  # type: ignore[arg-type]


def test_an_address_by_https_makes_cookies_secure() -> None:
    """What people type says how the desk is reached."""
    from desk.setup import _settings

    doors = Doors(address="https://mesa.example")
    made = _settings({}, "x", doors)
    assert (doors.host, doors.origin) == ("mesa.example", "https://mesa.example")
    assert (made["SESSION_COOKIE_SECURE"], made["CSRF_COOKIE_SECURE"], made["SECURE_HSTS_SECONDS"]) == (
        True,
        True,
        31_536_000,
    )


def test_an_administrator_makes_an_account_by_a_link_shown_once() -> None:
    """Roles and units as ticked, no password, and the link opens the form that sets one."""
    from django.contrib.auth.models import User

    from desk.access import roles_of

    account("cap", "administrator")
    client = browser()
    sign_in(client, "cap")
    form = {"username": "ana", "role": ["clerk", "restricted", "king"], "unit": ["participation", "nowhere"]}
    shown = link_on(client.post("/accounts", form))
    user = User.objects.get(username="ana")
    assert roles_of(user) == {"clerk", "restricted"}
    assert list(user.seats.values_list("unit", flat=True)) == ["participation"]
    assert "new_password1" in browser().get(shown, follow=True).content.decode()
    assert shown not in client.get("/accounts").content.decode()
    assert ("cap", "invite") in audited()


@pytest.mark.parametrize(
    ("form", "status"),
    [({"username": "", "role": "clerk"}, 400), ({"username": "eva"}, 400), ({"username": "a b", "role": "clerk"}, 400),
     ({"username": "x" * 151, "role": "clerk"}, 400), ({"username": "cap", "role": "clerk"}, 409)],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused(form: dict[str, str], status: int) -> None:
    """No name, no role, a name that is none or taken."""
    account("cap", "administrator")
    client = browser()
    sign_in(client, "cap")
    assert client.post("/accounts", form).status_code == status


def test_an_administrator_changes_closes_and_helps_accounts_but_not_their_own() -> None:
    """Each change is made, and noted under the administrator's name."""
    from django.contrib.auth.models import User

    from desk.access import roles_of

    chief, ana = account("cap", "administrator"), account("ana")
    client = browser()
    sign_in(client, "cap")
    client.post(f"/accounts/{ana.pk}", {"do": "place", "role": "head", "unit": "participation"})
    assert roles_of(ana) == {"head"}
    client.post(f"/accounts/{ana.pk}", {"do": "close"})
    assert not User.objects.get(pk=ana.pk).is_active
    client.post(f"/accounts/{ana.pk}", {"do": "open"})
    assert User.objects.get(pk=ana.pk).is_active
    assert "/password/" in link_on(client.post(f"/accounts/{ana.pk}", {"do": "link"}))
    assert client.post(f"/accounts/{chief.pk}", {"do": "place", "role": "dpo"}).status_code == 409
    assert roles_of(chief) == {"administrator"}
    assert [what for who, what in audited() if who == "cap"][1:] == ["place", "account_close", "account_open", "link"]


@pytest.mark.parametrize("role", ["clerk", "head", "dpo"])
def test_only_an_administrator_opens_the_accounts(role: str) -> None:
    """The try is noted."""
    account("ana", role)
    client = browser()
    sign_in(client)
    assert client.get("/accounts").status_code == 403
    assert ("ana", "denied") in audited()
