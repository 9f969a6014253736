"""Full text of cases: the same plain words on SQLite (FTS5) and on PostgreSQL."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from desk.models import Application
from desk.plain_words import has_digit, pieces

# A word that stands in every case ("calle") is looked for in the latest five thousand: nobody reads further.
# FTS5 finds rows by a number alone, and a case's own number makes one: DOV-2026-000016 is row 2026000016.
_MATCHES = {
    "sqlite": "SELECT printf('DOV-%%04d-%%06d', rowid / 1000000, rowid %% 1000000) "
    "FROM desk_search WHERE desk_search MATCH %s ORDER BY rowid DESC LIMIT 5000",
    "postgresql": "SELECT number FROM desk_application "
    "WHERE to_tsvector('simple', search) @@ to_tsquery('simple', %s) ORDER BY number DESC LIMIT 5000",
}
_AND = {"sqlite": " AND ", "postgresql": " & "}
_OR = {"sqlite": " OR ", "postgresql": " | "}

# By triggers, so that no way to write a case leaves its words behind; they are looked for at each start, because a
# table that a migration makes anew loses its own.
_TRIGGERS = {
    "insert": """AFTER INSERT ON desk_application BEGIN INSERT INTO desk_search(rowid, words)
        VALUES (CAST(substr(new.number, 5, 4) || substr(new.number, 10) AS INTEGER), new.search); END""",
    "update": """AFTER UPDATE OF search ON desk_application WHEN old.search <> new.search BEGIN
        UPDATE desk_search SET words = new.search
        WHERE rowid = CAST(substr(new.number, 5, 4) || substr(new.number, 10) AS INTEGER); END""",
    "delete": """AFTER DELETE ON desk_application BEGIN DELETE FROM desk_search
        WHERE rowid = CAST(substr(old.number, 5, 4) || substr(old.number, 10) AS INTEGER); END""",
}
_TABLE = "CREATE VIRTUAL TABLE desk_search USING fts5(words, prefix='2 3 5')"
_FILL = """INSERT INTO desk_search(rowid, words)
    SELECT CAST(substr(number, 5, 4) || substr(number, 10) AS INTEGER), search FROM desk_application"""
# Words go into the index at once: PostgreSQL would put off the work of up to four megabytes of them, and read those
# from end to end at every search.
_INDEX = (
    "CREATE INDEX IF NOT EXISTS desk_search ON desk_application USING gin (to_tsvector('simple', search))"
    " WITH (fastupdate = off)"
)
_AT_ONCE = "ALTER INDEX desk_search SET (fastupdate = off)"  # of one that was made before
_PUT_OFF = "SELECT gin_clean_pending_list('desk_search')"


def prepare() -> None:
    """Make what searching needs beside the tables, where it is not there yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in (_INDEX, _AT_ONCE, _PUT_OFF):
                cursor.execute(statement)
            return
        if "desk_search" not in connection.introspection.table_names(cursor):
            cursor.execute(_TABLE)
            cursor.execute(_FILL)
        for event, what in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS desk_search_{event} {what}")


def matching(cases: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Those that hold every word of `text`, the beginnings of words being enough; all of them where it holds none."""
    asked = _asked(text)
    if not asked:
        return cases
    return cases.filter(number__in=RawSQL(_MATCHES[connection.vendor], [asked]))  # noqa: S611 - the text is a parameter


def _asked(text: str) -> str:
    """The question in the database's own words: each piece, with or without its separators, or all of it in one."""
    asked = pieces(text)
    if not asked:
        return ""
    each = _joined(_AND, [_piece(parts) for parts in asked])
    whole = [part for parts in asked for part in parts]
    if len(asked) > 1 and has_digit(whole):
        return _joined(_OR, [each, _beginning("".join(whole))])
    return each


def _piece(parts: list[str]) -> str:
    if len(parts) == 1:
        return _beginning(parts[0])
    return _joined(_OR, [_joined(_AND, [_beginning(part) for part in parts]), _beginning("".join(parts))])


def _joined(between: dict[str, str], terms: list[str]) -> str:
    return f"({between[connection.vendor].join(terms)})"


def _beginning(word: str) -> str:
    """Words hold only letters, digits and underscores: nothing of a question's own grammar can be smuggled in."""
    return f'"{word}"*' if connection.vendor == "sqlite" else f"'{word}':*"
