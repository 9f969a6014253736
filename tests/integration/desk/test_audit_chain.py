"""The audit is only added to, and whoever changes it behind our back is found out."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

_UNLOCK = {
    "sqlite": ["DROP TRIGGER desk_audit_no_update", "DROP TRIGGER desk_audit_no_delete"],
    "postgresql": ["DROP TRIGGER desk_audit_only_added ON desk_auditentry"],
}


@pytest.fixture(autouse=True)
def _entries(database: str) -> None:
    """Three entries in the chain."""
    from desk import audit

    for what in ("see", "decide_approve", "save"):
        audit.record("ana", what, "DOV-2026-000001", "r1")


def sql(*statements: str) -> None:
    """What somebody with access to the database itself could do."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unlock() -> None:
    """Take the database's own guard away, as an intruder would first."""
    sql(*_UNLOCK[connection.vendor])


def test_an_untouched_chain_holds() -> None:
    """Entries made one after the other verify to the end."""
    from desk import audit

    assert audit.verify() is None


def test_an_empty_chain_holds(request: pytest.FixtureRequest) -> None:
    """A new installation has nothing to complain of."""
    from desk import audit

    unlock()
    sql("DELETE FROM desk_auditentry", "DELETE FROM desk_audithead")
    assert audit.verify() is None


@pytest.mark.parametrize("statement", ["UPDATE desk_auditentry SET who = 'eva'", "DELETE FROM desk_auditentry"])
def test_the_database_itself_refuses_to_change_it(statement: str) -> None:
    """Neither our program nor a console changes an entry by mistake."""
    with pytest.raises(DatabaseError, match="the audit is only added to"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize(
    ("tampering", "sequence", "what"),
    [
        ("UPDATE desk_auditentry SET who = 'eva' WHERE sequence = 2", 2, "the entry was changed"),
        ("DELETE FROM desk_auditentry WHERE sequence = 2", 2, "an entry is missing"),
        ("DELETE FROM desk_auditentry WHERE sequence = 1", 1, "an entry is missing"),
        ("DELETE FROM desk_auditentry WHERE sequence = 3", 3, "entries are missing at the end"),
        ("UPDATE desk_auditentry SET previous = 'x' WHERE sequence = 3", 3, "the entry does not follow the one before"),
    ],
)
def test_tampering_is_found_where_it_was_done(tampering: str, sequence: int, what: str) -> None:
    """Each way to falsify the chain names the entry where it stops to hold."""
    from desk import audit

    unlock()
    sql(tampering)
    assert audit.verify() == audit.Problem(sequence, what)


def test_an_entry_falls_with_the_transaction_it_belongs_to() -> None:
    """What did not happen is not said to have happened, and the chain goes on."""
    from desk import audit

    with transaction.atomic():
        audit.record("ana", "see")
        transaction.set_rollback(True)
    assert audit.record("ana", "see").sequence == 4
    assert audit.verify() is None
