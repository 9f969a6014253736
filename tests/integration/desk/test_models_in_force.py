"""An administrator sees what was learned and how it fared, brings it into force with a reason, and goes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from fakes.desk import Office, waiting_case

from casework.decision import Decision, Verdict
from casework.errors import Refused, WrongUse

BASE = "papers-9.9.9"
LESSONS = {
    "labels": {"P08": {"applicant_name": ["titular del acto"]}},
    "titles": {},
    "shifts": {"P08": {"signed": -0.4}},
}
COMPARISON = {
    "papers": 96, "kinds_before": 95, "kinds_after": 95, "right_before": 900, "right_after": 912, "values": 1000,
    "accepted_before": 500, "accepted_after": 520, "wrong_before": 3, "wrong_after": 3,
    "changes": [{"field": "applicant_name", "gained": 12, "lost": 0, "accepted_before": 10, "accepted_after": 20}],
}  # fmt: skip


@pytest.fixture
def office(sqlite: str) -> Iterator[Office]:
    """The rest of the office, on a released model of its own name."""
    from django.conf import settings

    made = Office()
    settings.DESK_PORTS = replace(made.ports(), model=BASE)
    yield made
    settings.DESK_PORTS = None


def browser(*roles: str) -> Client:
    from django.contrib.auth.models import User

    from desk.accounts import ensure_groups, place

    ensure_groups()
    user = User.objects.create_user(f"ana-{len(roles)}-{User.objects.count()}")
    place(user, roles, ())
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def challenger(*reasons: str, champion: str = BASE) -> str:
    from desk import champions

    told: Mapping[str, Any] = {
        "cases": 120, "clerks": 4, "quarantined": {"not_on_paper": 7}, "reasons": list(reasons),
        "comparison": COMPARISON, "champion": champion,
    }  # fmt: skip
    return champions.keep(BASE, LESSONS, told, by="ana").version


def test_a_better_one_comes_into_force_and_goes_again(office: Office) -> None:
    """Its comparison and lessons are shown; who brought it into force and why stays, and one button goes back."""
    from desk import champions
    from desk.models import AuditEntry

    version, admin = challenger(), browser("administrator")
    page = admin.get("/models").content.decode()
    for said in (version, "912 / 1000", "titular del acto", "7 no está en el papel", "120 / 4"):
        assert said in page
    assert admin.post("/models/accept", {"version": version, "reason": "impreso nuevo"}).status_code == 302
    assert champions.champion(BASE).version == version
    assert "impreso nuevo" in admin.get("/models").content.decode()
    assert admin.post("/models/rollback", {"reason": "quejas"}).status_code == 302
    assert champions.champion(BASE).version == BASE
    assert [(one.what, one.version) for one in champions.history(BASE)] == [("rollback", BASE), ("accept", version)]
    assert set(AuditEntry.objects.values_list("what", flat=True)) >= {"model_made", "model_accept", "model_rollback"}


def test_a_refused_one_cannot_be_forced(office: Office) -> None:
    """The page says why, offers no button, and a request by hand is refused."""
    from desk import champions

    version, admin = challenger("field_worse:signed", "not_better"), browser("administrator")
    page = admin.get("/models").content.decode()
    assert "empeora el dato" in page
    assert "/models/accept" not in page
    assert admin.post("/models/accept", {"version": version, "reason": "porque sí"}).status_code == 409
    assert champions.champion(BASE).version == BASE


def test_one_compared_with_another_champion_is_stale(office: Office) -> None:
    """What was better than the one before need not be better than the one now."""
    from desk import champions

    first, second = challenger(), challenger()
    champions.accept(BASE, first, by="ana", reason="probado")
    with pytest.raises(Refused, match="no longer in force"):
        champions.accept(BASE, second, by="ana", reason="probado")
    assert "ya no está en vigor" in browser("administrator").get("/models").content.decode()


def test_changes_need_who_and_why_and_something_to_go_back_to(office: Office) -> None:
    """Without a reason nothing changes; from the released model there is no way back."""
    from desk import champions

    with pytest.raises(WrongUse, match="who and why"):
        champions.accept(BASE, challenger(), by="ana", reason=" ")
    with pytest.raises(Refused, match="nothing to go back to"):
        champions.rollback(BASE, by="ana", reason="x")
    with pytest.raises(WrongUse, match="no model"):
        champions.model(BASE, "papers-9.9.9+44")


def test_only_administrators_see_models(office: Office) -> None:
    """A clerk and a head are turned away."""
    assert [browser(role).get("/models").status_code for role in ("clerk", "head")] == [403, 403]


def test_two_steps_back_lead_to_the_released_one(office: Office) -> None:
    """Each rollback undoes one acceptance."""
    from desk import champions

    first = challenger()
    champions.accept(BASE, first, by="ana", reason="a")
    champions.accept(BASE, challenger(champion=first), by="ana", reason="b")
    assert champions.rollback(BASE, by="ana", reason="c").version == first
    assert champions.rollback(BASE, by="ana", reason="d").version == BASE


def test_only_what_a_clerk_gave_or_was_asked_is_a_label(office: Office) -> None:
    """A corrected value, a doubtful one they let pass and one they said is not there; never one nobody looked at."""
    from desk import labelled
    from desk.register import DjangoRegister

    case = waiting_case(office, key="k")
    spec = office.ports().procedures["P08"]
    names = [field.name for field in case.fields]
    sure, doubtful = names[0], names[1]
    fields = tuple(replace(one, confidence=1.0 if one.name == sure else 0.5, checks_failed=()) for one in case.fields)
    given = {doubtful: case.values[doubtful], "applicant_phone": None}
    decision = Decision(by="pere", at=case.presented_at, verdict=Verdict.APPROVE, revision=1, corrections=given)
    decided = replace(case, fields=fields, decisions=(decision,), revision=case.revision + 1)
    by, said = labelled.said_by_clerk(decided, spec)
    assert by == "pere"
    assert sure not in said
    assert said[doubtful] == case.values[doubtful]
    assert said["applicant_phone"] is None
    assert labelled.said_by_clerk(case, spec) == ("", {})
    DjangoRegister().save(decided)
    assert labelled.decided(10) == [case.number]
    assert labelled.decided(10, since=case.presented_at.replace(year=2999)) == []
