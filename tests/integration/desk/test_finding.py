"""The tray finds by any word, keeps its order, and turns pages by place, on each database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fakes.desk import Office, waiting_case
from fakes.ports import MOMENT

from casework.application import Channel
from casework.fields import FieldReading
from casework.journey import Status
from desk.access import Sight

TODAY = date(2026, 11, 23)
EVERYTHING = Sight()


@pytest.fixture(autouse=True)
def _database(database: str) -> None:
    """Every test here runs on each database."""


def numbers(**wanted: str) -> list[str]:
    """Numbers of the cases found, in the tray's order."""
    from desk import queries

    asked = queries.Filter(**wanted)
    found = queries.found(asked, EVERYTHING, me="ana", today=TODAY)
    return [case.number for case in queries.page_of(found, asked.sort).cases]


def case_with(*values: str, key: str = "k") -> str:
    """A case whose fields hold those values."""
    from desk.register import DjangoRegister

    case = waiting_case(Office(), key=key)
    read = (FieldReading(name=f"f{n}", value=v, raw=v, confidence=1, method="x") for n, v in enumerate(values))
    DjangoRegister().save(replace(case, fields=tuple(read), revision=2))
    return case.number


@pytest.mark.parametrize(
    "text",
    [
        "DOV-2026-000001", "dov-2026-000001", "2026-000001", "48576231R", "48.576.231-R", "48576231 r", "nunez",
        "NÚÑEZ maría", "ES91 2100 0418", "es9121000418450200051332", "vicente 3", "fuga", "lucia@example", "612480915",
        "  ", "'\"*():&|!",
    ],
)  # fmt: skip
def test_a_case_is_found_however_it_is_written(text: str) -> None:
    """Number, tax id with or without separators, name without accents, account in groups, street, any word."""
    known = case_with(
        "María Núñez", "48576231R", "ES9121000418450200051332", "Calle San Vicente 3", "Una fuga de agua",
        "lucia@example.com", "+34612480915",
    )  # fmt: skip
    assert numbers(text=text) == [known]


@pytest.mark.parametrize("text", ["48576231T", "nadie", "maría pérez", "2100 9999", "ga de"])
def test_what_no_case_holds_finds_nothing(text: str) -> None:
    """Every word must be there, from its beginning."""
    case_with("María Núñez", "48576231R", "ES9121000418450200051332", "Una fuga")
    assert numbers(text=text) == []


def test_words_follow_the_case() -> None:
    """What a clerk corrected is found, what it replaced is not, what was erased neither."""
    from desk.models import Application
    from desk.register import DjangoRegister

    number = case_with("Lopez")
    case = DjangoRegister().load(number)
    read = FieldReading(name="f0", value="López Gil", raw="", confidence=1, method="clerk")
    DjangoRegister().save(replace(case, fields=(replace(read, value="Gilabert"),), revision=3))
    assert (numbers(text="lopez"), numbers(text="gilab")) == ([], [number])
    Application.objects.filter(pk=number).update(search="")
    assert numbers(text="gilab") == []


def test_the_most_urgent_stand_first() -> None:
    """What waits before what runs before what has ended; then by end of term; then the counter's; then the older."""
    from desk.register import DjangoRegister

    def made(key: str, **facts: object) -> str:
        case = waiting_case(Office(), key=key)
        channel = facts.pop("channel", Channel.COUNTER)
        application = replace(case.application, channel=channel)  # type: ignore[arg-type]
        DjangoRegister().save(replace(case, application=application, revision=2, **facts))  # type: ignore[arg-type]
        return case.number

    soon, late = TODAY + timedelta(days=2), TODAY + timedelta(days=9)
    ended = made("ended", status=Status.FILED, due=soon)
    running = made("running", status=Status.RUNNING, due=soon)
    mail = made("mail", due=late, channel=Channel.FOLDER)
    desk = made("desk", due=late)
    older = made("older", due=late, presented_at=MOMENT - timedelta(days=3))
    first = made("first", due=soon)
    never = made("never")
    assert numbers() == [first, older, desk, mail, never, running, ended]
    assert numbers(sort="newest") == sorted(numbers(), reverse=True)
    assert numbers(due="soon") == [first, running]
    assert numbers(channel="folder") == [mail]


@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
def test_pages_are_turned_both_ways_without_losing_a_case(sort: str) -> None:
    """Forward to the end and back to the beginning, each case once."""
    from desk import queries

    for key in "abcdefg":
        waiting_case(Office(), key=key)
    cases = queries.visible(EVERYTHING)
    pages = [queries.page_of(cases, sort, size=3)]
    while pages[-1].after:
        pages.append(queries.page_of(cases, sort, after=pages[-1].after, size=3))
    seen = [[case.number for case in page.cases] for page in pages]
    assert [len(page) for page in seen] == [3, 3, 1]
    assert len({number for page in seen for number in page}) == 7
    back = [pages[-1]]
    while back[-1].before:
        back.append(queries.page_of(cases, sort, before=back[-1].before, size=3))
    assert [[case.number for case in page.cases] for page in reversed(back)] == seen
    assert pages[0].before == ""


def test_an_installation_that_stood_before_is_searchable_after() -> None:
    """Preparing twice, or after the table lost its triggers, changes nothing and mends what is missing."""
    from django.db import connection

    from desk import searching

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER desk_search_insert")
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX desk_search")
            cursor.execute("CREATE INDEX desk_search ON desk_application USING gin (to_tsvector('simple', search))")
    searching.prepare()
    searching.prepare()
    number = case_with("Orihuela")
    assert numbers(text="orihuela") == [number]
    if connection.vendor == "postgresql":  # no words are left aside, to be read from end to end at every search
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('desk_search')")
            assert cursor.fetchone() == (0,)
