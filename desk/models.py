# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""The register's tables: one row a case, its parts in order, the counter of the year, and the audit chain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

# Six sorts of columns are enough. Their types stand here once, so that no table has to repeat them for the checker.


def _code(length: int = 60, **options: Any) -> models.CharField[str, str]:
    return models.CharField(max_length=length, **options)


def _text(**options: Any) -> models.TextField[str, str]:
    return models.TextField(**options)


def _moment(**options: Any) -> models.DateTimeField[datetime, datetime]:
    return models.DateTimeField(**options)


def _count(**options: Any) -> models.PositiveBigIntegerField[int, int]:
    return models.PositiveBigIntegerField(**options)


def _share(**options: Any) -> models.FloatField[float, float]:
    return models.FloatField(**options)


def _flag() -> models.BooleanField[bool, bool]:
    return models.BooleanField()


def _json(**options: Any) -> models.JSONField[Any, Any]:
    return models.JSONField(**options)


class Counter(models.Model):
    """The last number given in a year; its row is the lock under which the next one is given."""

    year = _count(primary_key=True)
    last = _count(default=0)
    at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class Application(models.Model):
    """A case's own facts. `digests` tells a save which parts have changed; `search` is what people look for.

    `urgency` is the place in the tray: what waits for a person first, then by the end of the term, then the counter's
    before the rest, then by age.
    """

    number = _code(15, primary_key=True)
    key = _code(200, unique=True)
    admitted_at = _moment()
    received_at = _moment()
    presented_at = _moment()
    channel = _code(20)
    mailbox = _text(blank=True, default="")
    mailbox_entry: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    stage = _code(20)
    status = _code(20)
    revision = _count(default=0)
    kind = _code()
    kind_confidence = _share(default=0.0)
    language = _code(10)
    parts = _json(default=list)
    because = _json(default=list)
    readings = _json(default=dict)
    unit = _code(blank=True, default="")
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    duplicate_of = _text(blank=True, default="")
    archived = _text(blank=True, default="")
    applicant_id = _code(blank=True, default="")
    applicant_name = _text(blank=True, default="")
    search = _text(blank=True, default="")
    urgency = _code(80, blank=True, default="")
    doubts = _count(default=0)
    digests = _json(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due"]),
            models.Index(fields=["applicant_id", "kind"]),
            models.Index(fields=["kind"]),
            # The first counts what stands open; the others are the tray's orders with all that it filters by, so that
            # a page is found without reading a case that is not on it.
            models.Index(fields=["status", "stage", "unit", "kind", "number"]),
            models.Index(fields=["urgency", "number", "kind", "unit", "status", "stage", "channel"]),
            models.Index(fields=["number", "urgency", "kind", "unit", "status", "stage", "channel"]),
        ]


class SetAside(models.Model):
    """A message that became no case, with the code that says why; its bytes are in the document store."""

    key = _code(200, primary_key=True)
    mailbox = _text()
    received_at = _moment()
    sha256 = _code(64)
    code = _code()


class Part(models.Model):
    """One thing of many that belong to a case, at its place in order."""

    # The constraint below is the index; Django's own for the key would only slow every save down.
    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case_id: str
    position = _count()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="%(class)s_in_order")]


class Document(Part):
    """An original as it came; the bytes are in the document store."""

    sha256 = _code(64, db_index=True)
    name = _text()
    media_type = _code(200)
    size = _count()
    container = _flag()


class FieldValue(Part):
    """A value with its evidence."""

    name = _code()
    value = _text()
    raw = _text()
    confidence = _share()
    method = _code()
    document = _code(64)
    page = _count()
    box = _json(null=True)
    checks_passed = _json()
    checks_failed = _json()
    accepted = _flag()


class Finding(Part):
    """A reason why something is not in order."""

    code = _code()
    severity = _code(20)
    es = _text()
    ca = _text()
    field = _code()
    law = _text()
    document = _code(64)
    page = _count()
    box = _json(null=True)


class Decision(Part):
    """What a person decided and why; added, never changed."""

    by = _code(150)
    at = _moment()
    verdict = _code(20)
    revision = _count()
    reason = _text()
    kind = _code(null=True)  # None says that the kind was left as it was
    corrections = _json()
    duplicate_of = _text()


class Filing(Part):
    """One write into one back-office, with its proof."""

    key = _code(64)
    system = _code()
    entry = _code()
    entry_version = _code(64)
    record = _text()
    address = _text()
    account = _code(150)
    filed_at = _moment()
    found = _flag()
    read_back = _json()
    screenshot = _code(64)
    before = _code(64, blank=True, default="")
    model = _code(blank=True, default="")
    undone_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    undone_by = _code(150, blank=True, default="")
    undone_because = _text(blank=True, default="")


class Rehearsal(Part):
    """What a robot would have written, and what a person wrote by hand."""

    key = _code(64)
    system = _code()
    entry = _code()
    entry_version = _code(64)
    mode = _code(20)
    at = _moment()
    written = _json()
    picture = _code(64)
    record = _text()
    by_hand = _json()
    compared_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class ModeChange(models.Model):
    """Who set how much of the filing robots do, for which procedure and system; the last one holds."""

    procedure = _code()
    system = _code()
    mode = _code(20)
    by = _code(150)
    at = _moment()
    reason = _text()

    class Meta:
        indexes = [models.Index(fields=["procedure", "system"])]


class Letter(Part):
    """A letter that was written."""

    kind = _code(20)
    language = _code(10)
    csv = _code(40)
    sha256 = _code(64)
    written_at = _moment()
    draft: models.BooleanField[bool, bool] = models.BooleanField(default=False)


class Requirement(Part):
    """What the citizen was asked for, until when, and how it ended."""

    asked_at = _moment()
    by = _code(150)
    defects = _json()
    letter = _code(20)
    days = _count()
    notified_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    ended = _code(20)
    ended_on: models.DateField[date | None, date | None] = models.DateField(null=True)


class Reply(Part):
    """What came back for a case under way."""

    key = _code(200)
    received_at = _moment()
    presented_at = _moment()
    channel = _code(20)
    documents = _json()
    linked_by = _code(20)
    late = _flag()


class Pause(Part):
    """A span in which the term of the case stands still for a reason of its own."""

    since: models.DateField[date, date] = models.DateField()
    until: models.DateField[date, date] = models.DateField()
    why = _code()
    law = _text()
    by = _code(150)


class Reminder(models.Model):
    """What the legal clock told people of a case."""

    number = _code(15)
    code = _code()
    day: models.DateField[date, date] = models.DateField()
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    silence = _code(20)
    by = _code(150, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "code", "day"], name="reminder_once")]
        indexes = [models.Index(fields=["day"])]


class Dispatch(models.Model):
    """How one letter is sent; `steps` tells its way, `standing` the last of them."""

    csv = _code(40, primary_key=True)
    number = _code(15, db_index=True)
    kind = _code(10)
    way = _code(20)
    standing = _code(20)
    steps = _json()
    proof = _text(blank=True, default="")
    batch = _code(64, blank=True, default="")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["standing"])]


class Event(Part):
    """One line of the timeline; added, never changed."""

    at = _moment()
    stage = _code(20)
    actor = _code(20)
    what = _code()
    detail = _text()
    by = _code(150)


class Work(models.Model):
    """Who works on a case: who has it open until when, whose it is, whether it was put off."""

    case: models.OneToOneField[Application, Application] = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="work"
    )
    holder = _code(150, blank=True, default="")
    until: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    person = _code(150, blank=True, default="", db_index=True)
    unit = _code(blank=True, default="", db_index=True)
    paused: models.BooleanField[bool, bool] = models.BooleanField(default=False)


class WorkNote(models.Model):
    """What somebody said about a case when they handed it over or put it off."""

    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+"
    )
    at = _moment()
    by = _code(150)
    what = _code()
    to = _code(150, blank=True, default="")
    text = _text(blank=True, default="")


class SavedSearch(models.Model):
    """A search somebody wants again, under a name of their own."""

    who = _code(150)
    name = _code(80)
    query = _text()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "name"], name="one_search_a_name")]


class AuditHead(models.Model):
    """The end of the audit chain; its row is the lock under which the next entry is made."""

    id = _count(primary_key=True, default=1)
    entries = _count(default=0)
    hash = _code(64, default="")


class AuditEntry(models.Model):
    """Who did what to which case, and when; each entry holds the hash of the one before it."""

    sequence = _count(primary_key=True)
    at = _moment()
    who = _code(150)
    what = _code(40)
    number = _code(15, db_index=True)
    detail = _text()
    previous = _code(64)
    hash = _code(64)


class Seat(models.Model):
    """A unit that a person belongs to; who has none belongs to the counter."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    unit = _code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="one_seat_in_a_unit")]


class Token(models.Model):
    """What a kiosk or portal shows to be let in; only its hash is kept, and its webhook's key sealed."""

    name = _code(60, unique=True)
    digest = _code(64, unique=True)
    scopes = _json()
    webhook = _text(blank=True, default="")
    webhook_key = _text(blank=True, default="")
    made_at = _moment()
    made_by = _code(150)
    used_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    revoked_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class Delivery(models.Model):
    """What a token delivered: its key, a hash of the files, and the case they became."""

    token: models.ForeignKey[Token, Token] = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    token_id: int
    key = _code(64)
    files = _code(64)
    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="deliveries"
    )
    case_id: str

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_delivery_for_a_key")]


class Notice(models.Model):
    """One thing to tell a webhook, kept until it was taken or given up."""

    token: models.ForeignKey[Token, Token] = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    body = _json()
    made_at = _moment()
    tries = _count(default=0)
    due_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, db_index=True)
    taken_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    trouble = _code(200, blank=True, default="")


class Sample(models.Model):
    """A value that was filed unseen, asked of a second person who does not see what the machine read."""

    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+"
    )
    case_id: str
    kind = _code()
    field = _code()
    method = _code()
    drawn_at = _moment()
    again: models.BooleanField[bool, bool] = models.BooleanField(default=False)  # asked since the promise was broken
    answer = _text(blank=True, default="")
    by = _code(150, blank=True, default="")
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    wrong: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)  # None: cannot be told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "field"], name="asked_once")]
        indexes = [models.Index(fields=["answered_at", "drawn_at"])]


class Lowered(models.Model):
    """A field that always goes to a person, since its promise was broken; until somebody trusts it again."""

    kind = _code()
    field = _code()
    at = _moment()
    wrong = _count()
    asked = _count()
    reopened = _count()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    ended_by = _code(150, blank=True, default="")
    reason = _text(blank=True, default="")
