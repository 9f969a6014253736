"""A filling happens exactly once, whatever fails in between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from bots.filling.doubt import Unanswered
from bots.filling.once import fill
from casework.errors import BackOfficeDown, EntryRefused, PageChanged, ReadBackDiffers
from casework.filing import Entry, Record

ENTRY = Entry(key="k1", system="town", name="file", version="1", values={"name": "Ana  Pérez", "nif": "12345678Z"})


@dataclass
class MemoryBackOffice:
    """A system that keeps what is written."""

    account: str = "robot"
    records: dict[str, Record] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def look(self, entry: Entry) -> Record | None:
        self.calls.append("look")
        return self.records.get(entry.key)

    def write(self, entry: Entry) -> None:
        self.calls.append("write")
        self.records[entry.key] = Record(id="R1", values=dict(entry.values))

    def picture(self, record: Record) -> bytes | None:
        return b"picture of " + record.id.encode()


class LosesItsAnswer(MemoryBackOffice):
    """Stores the record and never says so."""

    def write(self, entry: Entry) -> None:
        super().write(entry)
        raise BackOfficeDown("time-out")


class TakesItsTime(MemoryBackOffice):
    """Gives no answer in time, and shows the record only later."""

    def write(self, entry: Entry) -> None:
        self.calls.append("write")
        raise Unanswered("time-out")

    def later(self, _seconds: float) -> None:
        """What happens meanwhile."""
        if self.calls.count("look") > 2:
            self.records[ENTRY.key] = Record(id="R1", values=dict(ENTRY.values))


class IsDown(MemoryBackOffice):
    """Stores nothing."""

    def write(self, entry: Entry) -> None:
        self.calls.append("write")
        raise BackOfficeDown("connection refused")


class Alters(MemoryBackOffice):
    """Stores something else than was written."""

    def write(self, entry: Entry) -> None:
        super().write(entry)
        self.records[entry.key] = Record(id="R1", values={"name": "Ana Pére", "nif": "12345678Z"})


class Forgets(MemoryBackOffice):
    """Says that it has saved and has not."""

    def write(self, entry: Entry) -> None:
        self.calls.append("write")


class Refuses(MemoryBackOffice):
    """Refuses every entry."""

    def write(self, entry: Entry) -> None:
        raise EntryRefused("no")


@pytest.mark.parametrize("nif", ["12345678Z", "", None])
def test_a_page_that_never_says_saved_is_looked_behind(nif: str | None) -> None:
    """Where the whole record is there it is proven; half of one, or none, is a page that changed."""

    class SaysNothing(MemoryBackOffice):
        def write(self, entry: Entry) -> None:
            if nif is not None:
                self.records[entry.key] = Record(id="R1", values={**entry.values, "nif": nif})
            raise PageChanged("there is no text «Presentada»")

    if nif:
        assert fill(SaysNothing(), ENTRY).record.id == "R1"
    else:
        with pytest.raises(PageChanged, match="there is no text «Presentada»"):
            fill(SaysNothing(), ENTRY)


def test_an_entry_is_written_and_read_back() -> None:
    """It looks, writes, looks again and takes a picture; differences of spaces are none."""
    town = MemoryBackOffice()
    proof = fill(town, ENTRY)
    record, found, picture = proof.record, proof.found, proof.after
    assert (record.id, found, picture) == ("R1", False, b"picture of R1")
    assert town.calls == ["look", "write", "look"]


def test_an_entry_that_is_there_is_not_written_again() -> None:
    """A retry finds the record of the first try and says so."""
    town = MemoryBackOffice()
    fill(town, ENTRY)
    proof = fill(town, ENTRY)
    found = proof.found
    assert found is True
    assert town.calls == ["look", "write", "look", "look"]


def test_a_lost_answer_ends_in_one_record() -> None:
    """A time-out after the write is settled by looking, not by writing."""
    town = LosesItsAnswer()
    proof = fill(town, ENTRY)
    record, found = proof.record, proof.found
    assert (record.id, found) == ("R1", False)
    assert town.calls == ["look", "write", "look"]


def test_a_crash_between_write_and_look_ends_in_one_record() -> None:
    """The next try begins by looking."""
    town = MemoryBackOffice()
    assert town.look(ENTRY) is None
    town.write(ENTRY)  # the worker dies here
    town.calls.clear()
    assert fill(town, ENTRY).found is True
    assert town.calls == ["look"]


def test_a_system_that_is_down_stays_retryable() -> None:
    """Nothing was written and nothing is tried again here: the caller's policy decides."""
    town = IsDown()
    with pytest.raises(BackOfficeDown, match="connection refused"):
        fill(town, ENTRY)
    assert town.calls == ["look", "write", "look"]


def test_a_system_that_is_slow_is_looked_at_for_a_while() -> None:
    """It may be at work on what it did not answer: a second write would be a second record."""
    town = TakesItsTime()
    proof = fill(town, ENTRY, wait=town.later)
    assert (proof.record.id, town.calls) == ("R1", ["look", "write", "look", "look", "look"])


def test_a_system_that_stays_silent_is_down() -> None:
    """Whoever calls tries again, beginning by looking."""
    town = TakesItsTime()
    with pytest.raises(BackOfficeDown, match="time-out"):
        fill(town, ENTRY, wait=lambda _: None)
    assert town.calls.count("write") == 1


def test_another_read_back_is_an_incident() -> None:
    """The message names the field that differs and no value."""
    with pytest.raises(ReadBackDiffers) as differs:
        fill(Alters(), ENTRY)
    assert differs.value.args[0] == "town R1 does not hold what was written in name"


def test_a_saved_toast_without_a_record_is_an_incident() -> None:
    """A system that only says it has saved is not believed, and nothing is written twice."""
    town = Forgets()
    with pytest.raises(ReadBackDiffers, match="shows no record of it"):
        fill(town, ENTRY)
    assert town.calls == ["look", "write", "look"]


def test_a_refusal_goes_through() -> None:
    """A refusal of substance is the clerk's."""
    with pytest.raises(EntryRefused):
        fill(Refuses(), ENTRY)


def test_somebody_elses_record_is_proven_by_what_they_share() -> None:
    """A person known for years may have moved: only what names the person must agree."""
    known = Record(id="R9", values={"name": "Otra", "nif": "12345678Z"}, proves=("nif",))
    proof = fill(MemoryBackOffice(records={"k1": known}), ENTRY)
    assert (proof.record, proof.found) == (known, True)
    with pytest.raises(ReadBackDiffers):
        fill(MemoryBackOffice(records={"k1": replace(known, proves=())}), ENTRY)
