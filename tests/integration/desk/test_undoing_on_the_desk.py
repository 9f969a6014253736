"""The button that has a filing undone, the trace it leaves, and systems that cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client, override_settings
from fakes.desk import Office, waiting_case
from fakes.ports import MOMENT

from casework.case import Case
from casework.filing import Filing
from casework.journey import Actor, Event, Stage
from workflows.judgement import blocked_by

PASSWORD = "una clave bien larga 7"
KEY = "a" * 32


@pytest.fixture
def case(office: Office) -> Case:
    """A case that waits, with one filing."""
    waiting = waiting_case(office)
    filing = Filing(key=KEY, system="town", entry="case_file", entry_version="1", record="EXP-7", address="",
                    account="robot", filed_at=MOMENT)  # fmt: skip
    event = Event(at=MOMENT, stage=Stage.FILL, actor=Actor.ROBOT, what="entered", detail="town/case_file EXP-7")
    case = waiting.filed(filing).then(Stage.FILL, event)
    saved(case)
    return case


def saved(case: Case) -> None:
    """The case, kept in the register."""
    from desk.register import DjangoRegister  # its models need a configured Django

    DjangoRegister().save(case)


def browser(*groups: str, language: str = "es") -> Client:
    """A browser in which somebody with these roles is signed in."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user("ana", password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def page(client: Client, case: Case) -> str:
    """What the case's page says."""
    return client.get(f"/cases/{case.number}").content.decode()


def test_systems_and_entries_are_told_by_their_names(office: Office, case: Case) -> None:
    """In the timeline, on the receipt, and where a robot was stopped; a code of nothing known stays."""
    from django.conf import settings

    def called(system: str, entry: str) -> dict[str, str]:
        names = {("padron", ""): "Padrón", ("padron", "alta"): "Alta"}
        return {"es": name} if (name := names.get((system, entry))) else {}

    def told(what: str, detail: str) -> Event:
        return Event(at=case.presented_at, stage=case.stage, actor=Actor.ROBOT, what=what, detail=detail)

    [filing] = case.filings
    stopped = blocked_by("BACK_OFFICE_DOWN", "padron/alta is away")
    events = (told("entered", "padron/alta 7"), told("entered", "otro/alta 8"), told("blocked", "PAGE_CHANGED"))
    filings = (replace(filing, system="padron", entry="alta"),)
    saved(replace(
        case, filings=filings, findings=(stopped,), events=(*case.events, *events), revision=case.revision + 3
    ))  # fmt: skip
    with override_settings(DESK_PORTS=replace(settings.DESK_PORTS, called=called)):
        shown = page(browser("clerk"), case)
    for words in (
        "comprobado: Alta (Padrón) 7", "comprobado: otro/alta 8", "la página del sistema ya no es como antes",
        "No pudo seguir solo: el sistema no responde.", "<small>Alta (Padrón) is away</small>",
        "Alta</span> <small>Padrón</small>",
    ):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize(("language", "words"), [("es", "Por qué se deshace"), ("ca", "Per què es desfà")])
def test_the_button_asks_why(case: Case, language: str, words: str) -> None:
    """In both languages."""
    assert words in page(browser("clerk", language=language), case)


def test_the_word_is_handed_on_and_noted(office: Office, case: Case) -> None:
    """Who, which and why; and the audit knows."""
    from desk.models import AuditEntry

    answer = browser("clerk").post(f"/cases/{case.number}/filings/{KEY}/undo", {"reason": " dos veces "})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.number}")
    [(number, word)] = office.undone
    assert (number, word.key, word.by, word.reason) == (case.number, KEY, "ana", "dos veces")
    assert AuditEntry.objects.filter(what="undo", number=case.number).count() == 1


@pytest.mark.parametrize(("key", "reason"), [(KEY, " "), ("b" * 32, "dos veces")])
def test_without_a_reason_or_a_filing_nothing_is_handed_on(office: Office, case: Case, key: str, reason: str) -> None:
    """The page says what is wrong."""
    answer = browser("clerk").post(f"/cases/{case.number}/filings/{key}/undo", {"reason": reason})
    assert (answer.status_code, office.undone) == (409, [])


def test_a_system_that_cannot_says_so(office: Office, case: Case) -> None:
    """There is no button, and a form sent all the same is refused."""
    office.undoes = False
    client = browser("clerk")
    shown = page(client, case)
    assert "anúlelo a mano en ese sistema" in shown
    assert "Por qué se deshace" not in shown
    assert client.post(f"/cases/{case.number}/filings/{KEY}/undo", {"reason": "x"}).status_code == 409
    assert office.undone == []


def test_who_only_looks_has_no_button(case: Case) -> None:
    """Neither button nor door."""
    client = browser("auditor")
    assert "Por qué se deshace" not in page(client, case)
    assert client.post(f"/cases/{case.number}/filings/{KEY}/undo", {"reason": "x"}).status_code == 403


def test_the_page_tells_what_is_under_way_and_what_is_done(case: Case) -> None:
    """From the word to the trace."""
    client = browser("clerk")
    asked = case.then(Stage.FILL, Event(at=MOMENT, stage=Stage.FILL, actor=Actor.CLERK, what="undo_asked",
                                        detail="town/case_file EXP-7", by="ana"))  # fmt: skip
    saved(asked)
    assert "Se está deshaciendo." in page(client, case)
    [filing] = asked.filings
    traced = replace(filing, undone_at=MOMENT, undone_by="ana", undone_because="se registró dos veces")
    saved(replace(asked, filings=(traced,), revision=asked.revision + 1))
    shown = page(client, case)
    assert "<b>Deshecho</b>" in shown
    assert "<blockquote>se registró dos veces</blockquote>" in shown
    assert "Por qué se deshace" not in shown
