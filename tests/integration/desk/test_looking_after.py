"""What the data protection officer and the administrator do on pages: erase what was derived, give and take tokens."""

from __future__ import annotations

import pytest
from django.test import Client
from fakes.desk import Office, waiting_case


def browser(*roles: str, language: str = "es", units: tuple[str, ...] = ()) -> Client:
    """A browser in which somebody with those roles is signed in."""
    from django.contrib.auth.models import User

    from desk.accounts import ensure_groups, place

    ensure_groups()
    user = User.objects.create_user("-".join(roles))
    place(user, list(roles), list(units))
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def test_the_officer_erases_from_the_page(office: Office) -> None:
    """With a reason and a tick; who did it is handed on, and the page says how much is gone."""
    number = waiting_case(office).number
    answer = browser("dpo").post("/privacy/erase", {"number": number.lower(), "reason": "plazo cumplido", "sure": "1"})
    assert office.erased == [(number, "plazo cumplido", "dpo")]
    assert f"{number}: 3 archivos derivados suprimidos" in answer.content.decode()


@pytest.mark.parametrize("lacking", ["reason", "sure", "number"])
def test_nothing_is_erased_by_half_a_form(office: Office, lacking: str) -> None:
    """Neither without a reason, nor without the tick, nor of a case that is none; the page says so in Spanish."""
    form = {"number": waiting_case(office).number, "reason": "x", "sure": "1"}
    del form[lacking]
    answer = browser("dpo").post("/privacy/erase", form)
    assert (answer.status_code, office.erased) == (409, [])
    told = "Ninguna solicitud tiene el número" if lacking == "number" else "Suprimir pide un motivo"
    assert told in answer.content.decode()


def test_only_those_who_may_erase_do(office: Office) -> None:
    """A clerk and a head of unit do not, and a restricted case is not even the officer's without the role."""
    number, hidden = waiting_case(office).number, waiting_case(office, key="hidden", kind="P05").number
    form = {"number": number, "reason": "x", "sure": "1"}
    assert [browser(role).post("/privacy/erase", form).status_code for role in ("clerk", "head")] == [403, 403]
    assert browser("dpo").post("/privacy/erase", {**form, "number": hidden}).status_code == 403
    assert office.erased == []


def test_an_administrator_gives_and_takes_a_token(office: Office) -> None:
    """It is shown once, opens what it should, and nothing any more once it was revoked."""
    from desk.tokens import token_of

    chief = browser("administrator")
    form = {"name": "kiosco", "scope": ["submit", "read"], "webhook": "https://portal.example/hook"}
    text = chief.post("/tokens", form).content.decode()
    [shown] = [part for part in text.replace("<", ">").split(">") if part.startswith("dov_")]
    token = token_of(shown)
    assert token is not None
    assert (token.name, token.scopes, token.made_by) == ("kiosco", ["read", "submit"], "administrator")
    assert "Clave con la que se firman los avisos" in text
    assert shown not in chief.get("/tokens").content.decode()
    assert chief.post("/tokens/revoke", {"name": "kiosco"}).status_code == 302
    assert token_of(shown) is None
    assert "Anulada" in chief.get("/tokens").content.decode()


@pytest.mark.parametrize(
    ("form", "told"),
    [({"name": "", "scope": "read"}, "Una clave pide un nombre propio"),
     ({"name": "k"}, "No se ha elegido qué puede hacer"),
     ({"name": "k", "scope": "read", "webhook": "http://evil.example"}, "La dirección de avisos no es válida")],
)  # fmt: skip
def test_a_wrong_token_is_refused_with_what_to_do(office: Office, form: dict[str, str], told: str) -> None:
    """In the administrator's language; nothing is made."""
    from desk.models import Token

    answer = browser("administrator").post("/tokens", form)
    assert answer.status_code == 409
    assert told in answer.content.decode()
    assert not Token.objects.exists()


def test_a_token_that_is_not_there_cannot_be_revoked(office: Office) -> None:
    """The page says so; a clerk is not let in at all."""
    answer = browser("administrator").post("/tokens/revoke", {"name": "otra"})
    assert (answer.status_code, "No hay ninguna clave abierta otra" in answer.content.decode()) == (409, True)
    clerk = browser("clerk")
    assert [clerk.get("/tokens").status_code, clerk.post("/tokens/revoke", {"name": "otra"}).status_code] == [403, 403]


def test_the_sample_is_one_click_from_everywhere(office: Office) -> None:
    """For those who answer it, and not for those who do not."""
    assert 'href="/sample"' in browser("clerk").get("/").content.decode()
    assert 'href="/sample"' not in browser("dpo").get("/").content.decode()


@pytest.mark.parametrize(
    ("language", "told"), [("es", "El expediente ha cambiado entretanto"), ("ca", "L'expedient ha canviat mentrestant")]
)
def test_a_stale_decision_is_refused_in_the_clerks_language(office: Office, language: str, told: str) -> None:
    """As the workflow says it: with what happened and what to do, in one line."""
    case = waiting_case(office)
    office.refusal = "the case has changed since (revision 2, decided on 1)"
    answer = browser("clerk", language=language).post(
        f"/cases/{case.number}/decide", {"revision": "1", "verdict": "approve"}
    )
    assert answer.status_code == 409
    assert told.replace("'", "&#39;") in answer.content.decode()
