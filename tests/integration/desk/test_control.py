"""What heads see of the office: figures that add up, a blind sample that can break a promise, robots that stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client, override_settings
from fakes.desk import Office, waiting_case

from casework.case import Case
from casework.decision import Decision, Verdict
from casework.filing import Filing
from casework.journey import Status
from desk.ports import Robot

PAGES = ("/control", "/rules", "/rules/P08", "/privacy", "/sample")


@pytest.fixture
def office(sqlite: str) -> Iterator[Office]:
    """The rest of the office, behind an empty register, with every case in the sample."""
    from django.conf import settings

    made = Office()
    settings.DESK_PORTS = made.ports()
    with override_settings(DESK_SAMPLE=1.0):
        yield made
    settings.DESK_PORTS = None


def browser(*roles: str, name: str = "ana", units: tuple[str, ...] = ()) -> Client:
    """A browser in which somebody with those roles is signed in, reading Spanish."""
    from django.contrib.auth.models import User

    from desk.accounts import ensure_groups, place

    ensure_groups()
    user = User.objects.create_user(name)
    place(user, roles, units)
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def filed(office: Office, key: str, *, corrected: str = "", kind: str = "P08") -> Case:
    """A case that was filed just now: unseen, or after a clerk corrected one field."""
    from django.utils import timezone

    from desk.register import DjangoRegister

    case, now = waiting_case(office, key=key, kind=kind), timezone.localtime()
    filing = Filing(
        key=key.ljust(64, "0"), system="municipal_web", entry="x", entry_version="1", record="7", address="",
        account="robot", filed_at=now, found=False, read_back={}, screenshot="",
    )  # fmt: skip
    decision = Decision(by="pere", at=now, verdict=Verdict.APPROVE, revision=1, corrections={corrected: "x"})
    case = replace(
        case, status=Status.FILED, filings=(filing,), decisions=(decision,) if corrected else (),
        fields=tuple(replace(field, accepted=True) for field in case.fields),
    )  # fmt: skip
    DjangoRegister().save(case)
    return case


def figures(client: Client, name: str) -> list[list[str]]:
    """A table as its file has it, without its heads."""
    text = client.get(f"/control/{name}.csv").content.decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()[1:]]


def settle(field: str, *, wrong: int, right: int) -> None:
    """Answers about a field, so many of them."""
    from desk import samples
    from desk.models import Sample

    questions = list(Sample.objects.filter(field=field, answered_at=None, again=False))
    for question, is_wrong in zip(questions, [True] * wrong + [False] * right, strict=False):
        samples.settle(question, by="pere", answer="", wrong=is_wrong)


def test_the_figures_add_up(office: Office) -> None:
    """Filed, unseen, corrected, open: each case stands in its place."""
    filed(office, "a")
    filed(office, "b", corrected="applicant_id")
    waiting_case(office, key="c")
    client = browser("head")
    assert [row[2] for row in figures(client, "volumes")][-1] == "2"
    [kind] = figures(client, "kinds")
    assert kind[:4] == ["P08", "2", "1", "0,5"]
    assert figures(client, "corrections") == [["P08", "applicant_id", "1", "1", "1"]]
    assert figures(client, "due") == [
        ["overdue", "0"], ["in_5", "0"], ["in_15", "0"], ["later", "0"], ["no_term", "1"]
    ]  # fmt: skip
    assert figures(client, "robots")[0][:3] == ["municipal_web", "2", "0"]


def test_figures_are_of_the_cases_one_may_see(office: Office) -> None:
    """Another unit's cases and hidden kinds are not counted."""
    filed(office, "a")
    filed(office, "b", kind="P05")
    assert figures(browser("head", name="eva", units=("markets",)), "kinds") == []
    assert [row[0] for row in figures(browser("head", name="ana"), "kinds")] == ["P08"]


@pytest.mark.parametrize(
    ("role", "open_ones"),
    [("clerk", ["/sample"]), ("head", ["/control", "/rules", "/rules/P08", "/sample"]),
     ("dpo", ["/control", "/rules", "/rules/P08", "/privacy"]), ("administrator", list(PAGES))],
)  # fmt: skip
def test_each_role_opens_its_pages(office: Office, role: str, open_ones: list[str]) -> None:
    """And no others."""
    filed(office, "a")
    client = browser(role)
    assert [address for address in PAGES if client.get(address).status_code == 200] == open_ones


@pytest.mark.parametrize("language", ["es", "ca", "en"])
def test_every_page_speaks_every_language_with_and_without_figures(office: Office, language: str) -> None:
    """No word is missing, whatever there is to show."""
    client = browser("administrator")
    client.cookies["django_language"] = language
    for _ in range(2):
        for address in (*PAGES, "/privacy?verify=1", "/accounts", "/rules/P05"):
            assert client.get(address).status_code in ({200} if address != "/rules/P05" else {404}), address
        for key in "abcdef":
            filed(office, key)
        settle("signature_date", wrong=2, right=4)
        filed(office, "z", corrected="applicant_id")


# The sample --------------------------------------------------------------------------------------------------------


def test_only_what_was_filed_unseen_is_asked_and_never_of_who_decided(office: Office) -> None:
    """A clerk's own decision is no unseen value, and an unseen case is drawn once."""
    from desk.models import Sample

    filed(office, "a", corrected="applicant_id")
    assert Sample.objects.count() == 0
    case = filed(office, "b")
    filed(office, "b")
    assert set(Sample.objects.values_list("case_id", flat=True)) == {case.number}
    with override_settings(DESK_SAMPLE=0.0):
        filed(office, "c")
    assert Sample.objects.values("case_id").distinct().count() == 1


def test_the_question_does_not_tell_what_the_machine_read(office: Office) -> None:
    """Value and writing are shown only after an answer that differs; then the person says who is right."""
    from desk.models import Sample

    filed(office, "a")
    client = browser("clerk")
    Sample.objects.exclude(field="signature_date").delete()
    question = Sample.objects.get()
    page = client.get("/sample").content.decode()
    assert "2026-11-20" not in page
    assert "20/11/2026" not in page
    differs = client.post("/sample", {"question": question.pk, "value": "21/11/2026"}).content.decode()
    assert "2026-11-20" in differs
    client.post("/sample", {"question": question.pk, "value": "21/11/2026", "judged": "mine"})
    question.refresh_from_db()
    assert (question.wrong, question.by) == (True, "ana")
    assert "No queda nada por preguntar" in client.get("/sample").content.decode()


@pytest.mark.parametrize(
    ("form", "wrong"),
    [({"value": "2026-11-20"}, False), ({"value": "x", "judged": "machine"}, False), ({"do": "illegible"}, None),
     ({"value": "", "judged": "mine"}, True)],
)  # fmt: skip
def test_an_answer_is_right_wrong_or_cannot_be_told(office: Office, form: dict[str, str], wrong: bool | None) -> None:  # noqa: FBT001
    """The same value needs no second look; what cannot be read counts for neither."""
    from desk.models import Sample

    filed(office, "a")
    Sample.objects.exclude(field="signature_date").delete()
    question = Sample.objects.get()
    browser("clerk").post("/sample", {"question": question.pk, **form})
    question.refresh_from_db()
    assert question.wrong is wrong
    assert question.answered_at is not None


def test_a_broken_promise_sends_the_field_to_review_and_asks_again_about_what_was_filed(office: Office) -> None:
    """Of its own accord, and until a head trusts it again with a reason."""
    from desk.models import Lowered, Sample
    from desk.register import DjangoRegister
    from dovtech.guarded import NEVER, GuardedProcedures

    with override_settings(DESK_SAMPLE=0.0):
        older = filed(office, "older")
    for key in "abcdef":
        filed(office, key)
    settle("signature_date", wrong=1, right=3)
    assert DjangoRegister().lowered() == frozenset()
    settle("signature_date", wrong=1, right=0)
    assert DjangoRegister().lowered() == {("P08", "signature_date")}
    assert list(Sample.objects.filter(again=True).values_list("case_id", "field")) == [(older.number, "signature_date")]
    guarded = GuardedProcedures(office.ports().procedures, DjangoRegister().lowered)
    assert guarded["P08"].threshold_of("signature_date") == NEVER
    assert guarded["P08"].fields["signature_date"].whole is None
    client = browser("head")
    assert "Datos que vuelven a revisión" in client.get("/control").content.decode()
    one = Lowered.objects.get()
    client.post(f"/control/trust/{one.pk}", {"reason": ""})
    assert DjangoRegister().lowered() != frozenset()
    client.post(f"/control/trust/{one.pk}", {"reason": "the form was mended"})
    assert DjangoRegister().lowered() == frozenset()


def test_the_guarded_procedures_follow_the_register_within_half_a_minute() -> None:
    """What does not fall stays as it is; what falls is seen at the next asking."""
    from fakes import ports as fakes

    from dovtech.guarded import NEVER, GuardedProcedures

    now, fallen = [0.0], [frozenset[tuple[str, str]]()]
    known = {"P08": fakes.procedure()}
    guarded = GuardedProcedures(known, lambda: fallen[0], lambda: now[0])
    name = next(iter(known["P08"].fields))
    assert guarded["P08"] is known["P08"]
    fallen[0] = frozenset({("P08", name), ("P08", "gone")})
    assert guarded["P08"] is known["P08"]
    now[0] = 30.0
    assert guarded["P08"].threshold_of(name) == NEVER
    assert (list(guarded), len(guarded)) == (["P08"], 1)


# Rules and robots --------------------------------------------------------------------------------------------------


def test_a_head_stops_a_robot_with_a_reason_and_lets_it_go_on(office: Office) -> None:
    """The reason carries who said so; without one nothing stops."""
    from django.conf import settings

    from desk.models import AuditEntry

    told: list[tuple[str, ...]] = []
    settings.DESK_PORTS = replace(
        office.ports(),
        robots=lambda: [Robot(system="municipal_web", kind="web")],
        stop=lambda *what: told.append(what),
        go=lambda *what: told.append(what),
    )
    client = browser("head")
    assert client.post("/rules/robot", {"system": "municipal_web", "do": "stop", "reason": " "}).status_code == 400
    client.post("/rules/robot", {"system": "municipal_web", "do": "stop", "reason": "wrong amounts"})
    client.post("/rules/robot", {"system": "municipal_web", "do": "go"})
    assert told == [("municipal_web", "ana: wrong amounts"), ("municipal_web",)]
    assert client.post("/rules/robot", {"system": "../x", "do": "stop", "reason": "x"}).status_code == 404
    assert list(AuditEntry.objects.filter(what__startswith="robot_").values_list("what", flat=True)) == [
        "robot_stop",
        "robot_go",
    ]


def test_a_mode_is_set_with_a_reason_and_stands_in_the_history(office: Office) -> None:
    """Only modes and systems there are; the data protection officer reads and does not set."""
    from desk.register import DjangoRegister

    [target] = {one.system for one in office.ports().procedures["P08"].targets} or {""}
    form = {"kind": "P08", "system": target, "mode": "shadow"}
    client = browser("head")
    assert client.post("/rules/mode", form).status_code == 400
    client.post("/rules/mode", form | {"reason": "first weeks"})
    [change] = DjangoRegister().mode_changes()
    assert (change.mode, change.by, change.reason) == ("shadow", "ana", "first weeks")
    assert "first weeks" in client.get("/rules").content.decode()
    assert client.post("/rules/mode", form | {"mode": "all", "reason": "x"}).status_code == 404
    assert browser("dpo", name="dpo").post("/rules/mode", form | {"reason": "x"}).status_code == 403


def test_the_curve_counts_what_would_pass_and_what_clerks_changed_among_it(office: Office) -> None:
    """Higher thresholds pass less."""
    from desk.access import Sight
    from desk.queries import visible
    from desk.views.rules import curve

    filed(office, "a", corrected="signature_date")
    filed(office, "b")
    rows = curve(visible(Sight()), office.ports().procedures["P08"])
    assert rows[0] == (0.5, 6, 1, 6)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)


# Data protection ---------------------------------------------------------------------------------------------------


def test_the_officer_sees_who_saw_what_and_takes_it_away(office: Office) -> None:
    """By case, person and deed; taking it away is noted as well."""
    from desk.models import AuditEntry

    case = waiting_case(office)
    browser("clerk").get(f"/cases/{case.number}")
    client = browser("dpo", name="dpo")
    page = client.get(f"/privacy?number={case.number.lower()}&who=ana").content.decode()
    assert "<td>ana</td><td>vio el expediente</td>" in page
    taken = client.get(f"/privacy/looks.csv?who=ana&number={case.number}").content.decode("utf-8-sig")
    assert f"ana;see;{case.number};" in taken
    assert AuditEntry.objects.filter(who="dpo", what="audit_taken").count() == 1
    assert "La cadena está íntegra" in client.get("/privacy?verify=1").content.decode()


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_a_file_is_a_formula(office: Office, value: str) -> None:
    """What people typed is text in a spreadsheet too."""
    from desk.views.control import as_csv

    assert f"'{value}" in as_csv("a.csv", ["a"], [(value,)]).content.decode("utf-8-sig")
