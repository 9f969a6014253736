"""Nobody starts with a default password: an account begins with a link that works once."""

from __future__ import annotations

import pytest
from django.test import Client

PASSWORD = "una clave bien larga 7"


@pytest.fixture(autouse=True)
def _database(sqlite: str) -> None:
    """An empty register."""


def test_the_first_administrator_has_no_password_until_the_link_is_used() -> None:
    """Every start gives a link until a password is set, and none after."""
    from django.contrib.auth.models import User

    from desk.accounts import ADMINISTRATOR, ensure_administrator

    assert ensure_administrator() is not None
    assert ensure_administrator() is not None
    user = User.objects.get()
    assert (user.username, user.is_superuser, user.has_usable_password()) == (ADMINISTRATOR, True, False)
    user.set_password(PASSWORD)
    user.save()
    assert ensure_administrator() is None


def test_a_link_sets_the_password_once() -> None:
    """The second use of a link is refused, and so is any other link made before."""
    from django.contrib.auth.models import User

    from desk.accounts import ensure_administrator

    link, other = ensure_administrator(), ensure_administrator()
    client = Client()
    form = client.get(link, follow=True)
    passwords = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(form.request["PATH_INFO"], passwords).status_code == 302
    assert User.objects.get().check_password(PASSWORD)
    for used in (link, other):
        late = Client()
        form = late.get(used, follow=True)
        late.post(form.request["PATH_INFO"], dict.fromkeys(("new_password1", "new_password2"), "otra clave larga 8"))
    assert User.objects.get().check_password(PASSWORD)


def test_an_invited_clerk_has_the_roles_given_and_no_password() -> None:
    """An invitation makes the account, its roles and a link."""
    from django.contrib.auth.models import User

    from desk.access import roles_of
    from desk.accounts import invite

    assert invite("ana", ["clerk", "restricted"]).startswith("/")
    user = User.objects.get(username="ana")
    assert roles_of(user) == {"clerk", "restricted"}
    assert not user.has_usable_password()


def test_a_login_is_entered_in_the_audit() -> None:
    """Who came in stands in the chain."""
    from django.contrib.auth.models import User

    from desk.models import AuditEntry

    client = Client()
    client.force_login(User.objects.create_user("ana", password=PASSWORD))
    assert list(AuditEntry.objects.values_list("who", "what")) == [("ana", "login")]
