"""Whatever a case holds, it is loaded as it was saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.application import Channel, Document
from casework.case import Case, Letter
from casework.clock import Pause
from casework.decision import Decision, Verdict
from casework.fields import Classification, FieldReading, Part
from casework.filing import Filing
from casework.findings import Finding, Severity
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, Rehearsal
from casework.ports import Submission
from casework.reading import Box
from casework.requirement import Defect, Ending, Link, Reply, Requirement

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Madrid"))
# NUL and lone surrogates are replaced on the way in, since no database takes them; everything else must come back.
WRITTEN = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
CODES = st.text("abcXYZ_09", max_size=20)
MOMENTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZoneInfo("Europe/Madrid")), allow_imaginary=False  # noqa: DTZ001
)  # fmt: skip
HASHES = st.sampled_from(["a" * 64, "b" * 64])
SHARES = st.floats(0, 1)
COUNTS = st.integers(0, 99)
BOXES = st.none() | st.builds(Box, *[st.floats(0, 5000)] * 4)
NAMES = st.tuples(CODES) | st.tuples()

CASES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(Stage),
        "status": st.sampled_from(Status),
        "presented_at": MOMENTS,
        "classification": st.builds(
            Classification,
            kind=CODES,
            confidence=SHARES,
            language=st.sampled_from(["es", "ca"]),
            parts=st.lists(
                st.builds(Part, document=HASHES, pages=st.lists(COUNTS, max_size=2).map(tuple), kind=CODES), max_size=2
            ).map(tuple),
            because=NAMES,
        ),
        "readings": st.dictionaries(HASHES, HASHES),
        "fields": st.lists(
            st.builds(
                FieldReading,
                name=CODES,
                value=WRITTEN,
                raw=WRITTEN,
                confidence=SHARES,
                method=CODES,
                document=HASHES,
                page=COUNTS,
                box=BOXES,
                checks_passed=NAMES,
                checks_failed=NAMES,
                accepted=st.booleans(),
            ),
            max_size=3,
        ).map(tuple),
        "findings": st.lists(
            st.builds(Finding, code=CODES, severity=st.sampled_from(Severity), es=WRITTEN, ca=WRITTEN, box=BOXES),
            max_size=2,
        ).map(tuple),
        "requirements": st.lists(
            st.builds(
                Requirement,
                asked_at=MOMENTS,
                by=CODES,
                defects=st.lists(
                    st.builds(Defect, code=CODES, es=WRITTEN, ca=WRITTEN, field=CODES, law=WRITTEN, met=st.booleans()),
                    max_size=2,
                ).map(tuple),
                letter=st.sampled_from(["L3", "L4"]),
                days=COUNTS,
                notified_on=st.none() | st.dates(),
                due=st.none() | st.dates(),
                ended=st.sampled_from(Ending),
                ended_on=st.none() | st.dates(),
            ),
            max_size=2,
        ).map(tuple),
        "replies": st.lists(
            st.builds(
                Reply,
                key=CODES,
                received_at=MOMENTS,
                presented_at=MOMENTS,
                channel=st.sampled_from(Channel),
                documents=st.tuples(HASHES) | st.tuples(),
                linked_by=st.sampled_from(Link),
                late=st.booleans(),
            ),
            max_size=2,
        ).map(tuple),
        "pauses": st.lists(
            st.builds(Pause, since=st.dates(), until=st.dates(), why=CODES, law=WRITTEN, by=CODES), max_size=2
        ).map(tuple),
        "decisions": st.lists(
            st.builds(
                Decision,
                by=CODES,
                at=MOMENTS,
                verdict=st.sampled_from(Verdict),
                revision=COUNTS,
                reason=WRITTEN,
                kind=st.none() | CODES,
                corrections=st.dictionaries(CODES, st.none() | WRITTEN, max_size=2),
                duplicate_of=WRITTEN,
                illegible=st.lists(CODES, max_size=2).map(tuple),
                destination=WRITTEN,
                destination_code=st.from_regex(r"[A-Z0-9]{0,9}", fullmatch=True),
            ),
            max_size=2,
        ).map(tuple),
        "filings": st.lists(
            st.builds(
                Filing,
                key=CODES,
                system=CODES,
                entry=CODES,
                entry_version=CODES,
                record=WRITTEN,
                address=WRITTEN,
                account=CODES,
                filed_at=MOMENTS,
                found=st.booleans(),
                read_back=st.dictionaries(WRITTEN, WRITTEN, max_size=2),
                before=HASHES,
                model=CODES,
                undone_at=st.none() | MOMENTS,
                undone_by=CODES,
                undone_because=WRITTEN,
            ),
            max_size=2,
        ).map(tuple),
        "rehearsals": st.lists(
            st.builds(
                Rehearsal,
                key=CODES,
                system=CODES,
                entry=CODES,
                entry_version=CODES,
                mode=st.sampled_from(Mode),
                at=MOMENTS,
                written=st.dictionaries(WRITTEN, WRITTEN, max_size=2),
                picture=HASHES,
                record=WRITTEN,
                by_hand=st.dictionaries(WRITTEN, WRITTEN, max_size=2),
                compared_at=st.none() | MOMENTS,
            ),
            max_size=2,
        ).map(tuple),
        "letters": st.lists(
            st.builds(Letter, kind=CODES, language=st.just("ca"), csv=CODES, sha256=HASHES, written_at=MOMENTS),
            max_size=2,
        ).map(tuple),
        "duplicate_of": WRITTEN,
        "due": st.none() | st.dates(),
        "unit": CODES,
        "archived": WRITTEN,
    }
)
EVENTS = st.lists(
    st.builds(
        Event,
        at=MOMENTS,
        stage=st.sampled_from(Stage),
        actor=st.sampled_from(Actor),
        what=CODES,
        detail=WRITTEN,
        by=CODES,
    ),
    max_size=3,
)
_places = iter(range(1_000_000))


@pytest.fixture(autouse=True)
def _database(database: str) -> None:
    """Every test here runs on each database."""


def new_case() -> Case:
    """A case that was just admitted."""
    from desk.register import DjangoRegister

    document = Document(sha256="a" * 64, name="instància «1».pdf", media_type="application/pdf", size=2**33)
    key = f"round-trip-{next(_places)}"
    delivery = Submission(
        key=key, received_at=MOMENT, channel=Channel.EMAIL, documents=(document, document), mailbox="ora@example.test"
    )
    return DjangoRegister().load(DjangoRegister().admit(delivery).number)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(CASES, EVENTS), min_size=1, max_size=3))
def test_what_is_loaded_equals_what_was_saved(steps: list[tuple[dict[str, object], list[Event]]]) -> None:
    """Step after step, parts that come, change and go, and a timeline that only grows."""
    from desk.register import DjangoRegister

    case, decisions = new_case(), ()
    for changes, events in steps:
        decisions = (*decisions, *changes["decisions"])  # type: ignore[misc]  # the strategy above builds them
        case = replace(
            case,
            **{**changes, "decisions": decisions},  # type: ignore[arg-type]  # as above
            events=(*case.events, *events),
            revision=case.revision + 1,
        )
        DjangoRegister().save(case)
        assert DjangoRegister().load(case.number) == case


def test_text_that_no_database_takes_is_made_storable() -> None:
    """A damaged PDF gives NUL characters and lone surrogates; both become marks of replacement."""
    from desk.register import DjangoRegister

    case = new_case()
    field = FieldReading(name="statement", value="a\0b\ud800c", raw="", confidence=0.5, method="ocr")
    DjangoRegister().save(replace(case, fields=(field,), revision=1))
    assert DjangoRegister().load(case.number).values == {"statement": "a\ufffdb?c"}
