"""Systems that no code mentions, added by files alone: a single-page application and a ticket desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.private_apps import State, private_apps

from bots.filling import fields
from bots.filling.config import lint
from bots.filling.once import fill
from bots.filling.page import Page
from bots.filling.systems import BackOffices, build_backoffices
from bots.filling.web import WebBackOffice
from casework.errors import EntryRefused, PageChanged, ReadBackDiffers
from casework.filing import Entry, filing_key

pytestmark = pytest.mark.robot
ENTRIES = Path(__file__).parent / "private_entries"
SECRETS = {"ROBOT_USER": "robot", "ROBOT_PASSWORD": "secreto"}


@pytest.fixture(scope="module")
def apps() -> Iterator[tuple[str, State]]:
    with private_apps() as running:
        yield running


@pytest.fixture(scope="module")
def state(apps: tuple[str, State]) -> State:
    return apps[1]


@pytest.fixture(scope="module")
def robots(apps: tuple[str, State]) -> Iterator[BackOffices]:
    settings = {"PRIVATE_ADDRESS": apps[0], "CHROMIUM": "/usr/bin/chromium", "CHROMEDRIVER": "/usr/bin/chromedriver"}
    built = build_backoffices(ENTRIES, settings, lambda name: SECRETS[name])
    yield built
    built.close()


def citizen_file(number: str, **changes: str) -> Entry:
    """A file as its template would render it."""
    values = {
        "asunto": "Más sombra en la plaza", "unidad": "Urbanismo", "urgente": "true",
        "exposicion": "Primera línea\nSegunda línea & <fin>", "nota": number, "nombre_1": "Ana Soler Mas",
        "documento_1": "12345678Z", "nombre_2": "Blai Pons Vidal", "documento_2": "87654321X",
    }  # fmt: skip
    key = filing_key(number, "file_app", "citizen_file")
    return Entry(key=key, system="file_app", name="citizen_file", version="1", values={**values, **changes})


def ticket(number: str, **changes: str) -> Entry:
    """A ticket as its template would render it."""
    values = {"asunto": "Queja", "prioridad": "Alta", "cola": "Registro", "fecha": "16/11/2026",
              "texto": "Hay ruido.\nMucho."}  # fmt: skip
    key = filing_key(number, "ticket_desk", "ticket")
    return Entry(key=key, system="ticket_desk", name="ticket", version="1", values={**values, **changes})


@pytest.mark.parametrize("system", ["file_app", "ticket_desk"])
def test_their_files_are_in_order(system: str) -> None:
    """The linter knows every step they use."""
    assert lint(ENTRIES / system) == []


def test_a_page_that_saves_by_itself_is_waited_for(state: State, robots: BackOffices) -> None:
    """Lists of scripts, an editor, a shadow root, repeated groups: all stored, all read back, once."""
    wanted = citizen_file("private-1")
    proof = fill(robots["file_app"], wanted)
    record, found = proof.record, proof.found
    assert (dict(record.values), found) == ({**wanted.values, "exposicion": record.values["exposicion"]}, False)
    [held] = [one for one in state.files.values() if one.get("key") == wanted.key]
    assert held["id"] == record.id
    assert (held["unit"], held["urgent"], held["note"]) == ("Urbanismo", True, "private-1")
    assert (held["name2"], held["doc2"]) == ("Blai Pons Vidal", "87654321X")
    assert held["text"].split() == wanted.values["exposicion"].split()
    assert fill(robots["file_app"], wanted).found is True


def test_a_toast_that_lies_is_not_believed(state: State, robots: BackOffices) -> None:
    """The page says that all is saved and has lost it: an incident, not a success."""
    state.plan.append("subjects are lost")
    with pytest.raises(ReadBackDiffers, match="does not hold what was written in asunto"):
        fill(robots["file_app"], citizen_file("private-2"))
    state.plan.clear()


def test_what_a_dying_robot_left_half_done_is_a_difference(state: State, robots: BackOffices) -> None:
    """The page saved as far as it was typed: its record is found, the rest is named, and nothing is written again."""
    wanted = citizen_file("private-half")
    state.files["EXP-9001"] = {"id": "EXP-9001", "key": wanted.key, "subject": wanted.values["asunto"]}
    before = len(state.files)
    with pytest.raises(ReadBackDiffers, match=r"EXP-9001 does not hold what was written in .*nombre_1, documento_1"):
        fill(robots["file_app"], wanted)
    assert len(state.files) == before


def test_an_option_that_is_not_offered_is_refused(robots: BackOffices) -> None:
    """The list has looked and found nothing."""
    with pytest.raises(EntryRefused, match="the list «Unidad» does not offer the value of unidad"):
        fill(robots["file_app"], citizen_file("private-3", unidad="Astronomía"))


def test_a_ticket_is_filed_through_its_frame_and_its_question(state: State, robots: BackOffices) -> None:
    """Radio buttons, a date field, an editor in a frame, a question of the browser, a record in a new window."""
    wanted = ticket("private-4")
    proof = fill(robots["ticket_desk"], wanted)
    record, found, picture = proof.record, proof.found, proof.after
    assert ({name: " ".join(value.split()) for name, value in record.values.items()}, found) == (
        {name: " ".join(value.split()) for name, value in wanted.values.items()}, False)  # fmt: skip
    assert picture is not None
    [held] = [one for one in state.tickets if one["reference"] == wanted.key]
    assert (held["priority"], held["queue"], held["date"]) == ("alta", "Registro", "2026-11-16")


@pytest.mark.parametrize("fault", ["csrf asks", "token gone", "session ends"])
def test_what_comes_between_is_gone_past(state: State, robots: BackOffices, fault: str) -> None:
    """A page that asks, a token that is gone and a session that is over end in one record all the same."""
    wanted = ticket(f"private-5 {fault}")
    state.plan.append(fault)
    fill(robots["ticket_desk"], wanted)
    assert fault not in state.plan
    assert len([one for one in state.tickets if one["reference"] == wanted.key]) == 1


def test_a_log_in_form_that_had_expired_is_no_wrong_password(state: State, robots: BackOffices) -> None:
    """The page asks again, and a fresh form lets the account in."""
    robot = robots["ticket_desk"]
    assert isinstance(robot, WebBackOffice)
    robot.forget_session()
    state.plan.append("log-in form expired")
    fill(robot, ticket("private-log-in"))
    assert state.plan == []


def test_a_refusal_is_in_the_pages_words(state: State, robots: BackOffices) -> None:
    """What the page says against an entry reaches the clerk."""
    with pytest.raises(EntryRefused, match="ticket_desk: El asunto no dice nada"):
        fill(robots["ticket_desk"], ticket("private-6", asunto="x"))


def test_a_rehearsal_saves_nothing(state: State, robots: BackOffices) -> None:
    """All is typed, a picture is taken, and the last click is not done."""
    robot = robots["ticket_desk"]
    assert isinstance(robot, WebBackOffice)
    before = len(state.tickets)
    picture = robot.rehearse(ticket("private-7"))
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert len(state.tickets) == before


def test_a_name_that_is_not_there_is_told_with_the_nearest(robots: BackOffices) -> None:
    """Whoever mends the entry reads what the page has instead."""
    robot = robots["ticket_desk"]
    assert isinstance(robot, WebBackOffice)
    with robot._page() as page:  # noqa: SLF001 - the page as a step sees it
        page.patience = 0.3
        robot._go(page, f"{robot._address}new")  # noqa: SLF001
        with pytest.raises(PageChanged, match="there is no label «Asumto»; the page has «Asunto»"):
            fields.type_into(page, "Asumto", "x", "asunto")


def test_what_comes_between_costs_the_page_none_of_its_patience(robots: BackOffices) -> None:
    """After a page that asked was answered, what was waited for is looked at once more, however long that took."""
    robot = robots["ticket_desk"]
    assert isinstance(robot, WebBackOffice)
    answered: list[bool] = []

    def answer(page: Page) -> None:
        end = time.monotonic() + 2 * page.patience
        while not answered and time.monotonic() < end:
            page.ask("1")
        answered.append(True)

    with robot._page() as page:  # noqa: SLF001 - the page as a step sees it
        page.patience = 0.3
        robot._go(page, f"{robot._address}new")  # noqa: SLF001
        page._meanwhile = answer  # noqa: SLF001
        assert page.until(lambda: answered, lambda: "it never came")
