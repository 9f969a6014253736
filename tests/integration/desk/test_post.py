"""Letters on their way as the desk keeps and shows them: the print queue, the held ones, the story."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from fakes.desk import Office, clerk, waiting_case
from fakes.ports import MOMENT

from bots.letters import LetterWriter
from bots.printing import Sheet, printed_together
from casework.case import Case, Letter
from casework.delivery import Dispatch, Standing, Step, Verdict, Way
from casework.errors import DecisionRefused

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "letters"


def planned(
    case: Case, csv: str, standing: Standing, way: Way = Way.PAPER, reason: str = "", kind: str = "L3"
) -> Dispatch:
    """A letter of the case that stands so."""
    from desk.dispatches import DjangoDispatches
    from desk.register import DjangoRegister

    letter = Letter(kind=kind, language="es", csv=csv, sha256="0" * 64, written_at=MOMENT)
    case = DjangoRegister().load(case.number)
    DjangoRegister().save(replace(case, letters=(*case.letters, letter), revision=case.revision + 1))
    step = Step(at=MOMENT, standing=standing, reason=reason)
    return DjangoDispatches().plan(Dispatch(csv=csv, number=case.number, kind=kind, way=way, steps=(step,)))


def test_answers_are_counted_by_sender_and_day_and_no_address_is_kept(database: str) -> None:
    """On both databases: a case counts once, each sender and day by itself, and a week later nothing is left."""
    from desk import models
    from desk.answered import count_answer

    day = date(2026, 11, 27)
    asked = [("a@example.org", "1"), ("a@example.org", "2"), ("a@example.org", "1"), ("a@example.org", "3"),
             ("b@example.org", "4")]  # fmt: skip
    assert [count_answer(sender, day, number, 2) for sender, number in asked] == [True, True, True, False, True]
    assert not count_answer("c@example.org", day, "5", 0)
    assert not any("example" in str(row) for row in models.Answered.objects.values_list())
    assert count_answer("a@example.org", day + timedelta(days=8), "6", 1)
    assert [row.numbers for row in models.Answered.objects.all()] == [["6"]]


def test_what_was_kept_is_what_comes_back_and_nobody_overtakes(database: str) -> None:
    """On both databases: a plan stands once, and a step fits only what still stands."""
    from desk.dispatches import DjangoDispatches, of_case

    step = Step(at=MOMENT, standing=Standing.READY)
    first = Dispatch(csv="CSV", number="DOV-2026-000001", kind="L1", way=Way.EMAIL, steps=(step,))
    kept = DjangoDispatches()
    assert kept.plan(first) == first
    assert kept.plan(replace(first, way=Way.PAPER)) == first
    sent = first.then(Standing.SENT, MOMENT, proof="250 queued")
    assert [kept.move(first, sent), kept.move(first, sent)] == [True, False]
    assert not kept.move(replace(first, csv="OTHER"), sent)
    assert of_case("DOV-2026-000001") == (sent,)


def test_the_days_letters_are_printed_once(office: Office) -> None:
    """One PDF, that only who made it can load; the second click has nothing left."""
    case = waiting_case(office)
    for csv in ("CSV-1", "CSV-2"):
        planned(case, csv, Standing.QUEUED)
    ana = clerk()
    assert "Preparar el PDF" in ana.get("/post").content.decode()
    made = ana.post("/post/print")
    assert made.status_code == 302
    pdf = ana.get(made["Location"])
    assert (pdf.content, pdf["Content-Type"]) == (b"%PDF CSV-1 CSV-2", "application/pdf")
    assert clerk("luis").get(made["Location"]).status_code == 403
    assert ana.post("/post/print").status_code == 409
    page = ana.get("/post").content.decode()
    assert (made["Location"] in page, "2 cartas" in page) == (True, True)


def test_letters_that_somebody_else_printed_are_in_no_second_pdf(office: Office) -> None:
    """All or none are noted."""
    from desk import dispatches

    case = waiting_case(office)
    queued = [planned(case, csv, Standing.QUEUED) for csv in ("CSV-1", "CSV-2")]
    dispatches.printed(queued[1:], "b" * 64, "luis", MOMENT)
    with pytest.raises(DecisionRefused):
        dispatches.printed(queued, "a" * 64, "ana", MOMENT)
    assert [one.csv for one in dispatches.standing_at(Standing.QUEUED)] == ["CSV-1"]


def test_a_race_for_the_printer_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody prints while our PDF is made."""
    from desk import dispatches

    case = waiting_case(office)
    letter = planned(case, "CSV-1", Standing.QUEUED)
    slow = office.print_letters

    def print_letters(letters: list[Dispatch]) -> str:
        dispatches.printed([letter], "b" * 64, "luis", MOMENT)
        return slow(letters)

    from django.conf import settings

    settings.DESK_PORTS = replace(office.ports(), print_letters=print_letters)
    answer = clerk().post("/post/print")
    assert (answer.status_code, "Otra persona ya ha impreso" in answer.content.decode()) == (409, True)


def test_a_restricted_letter_is_not_shown_to_who_may_not_see_its_case(office: Office) -> None:
    """Nor is it printed by them."""
    case = waiting_case(office, kind="P05")
    planned(case, "CSV-1", Standing.QUEUED)
    ana = clerk()
    assert case.number not in ana.get("/post").content.decode()
    assert ana.post("/post/print").status_code == 409


@pytest.mark.parametrize(("language", "words"), [
    ("es", "quizá salió ya"), ("ca", "potser ja va eixir"), ("en", "it may have left"),
])  # fmt: skip
def test_a_held_letter_is_shown_with_its_reason_and_settled(office: Office, language: str, words: str) -> None:
    """On its page, on the case and in its story; a person's word is handed on."""
    case = waiting_case(office)
    planned(case, "CSV-1", Standing.HELD, Way.EMAIL, "MAYBE_SENT")
    ana = clerk(language=language)
    assert words in ana.get("/post").content.decode()
    page = ana.get(f"/cases/{case.number}").content.decode()
    assert page.count(words) == 2
    assert ana.post(f"/cases/{case.number}/letters/CSV-1/settle", {"verdict": "sent"}).status_code == 302
    assert office.told == [(f"{Verdict.SENT} CSV-1 ana", case.number)]


def test_an_alert_that_was_refused_can_be_let_be_and_not_be_printed(office: Office) -> None:
    """The buttons are those that fit; until what it announces is there, the page says what it waits for."""
    from desk import models

    case = waiting_case(office)
    planned(case, "CSV-9", Standing.HELD, Way.EMAIL, "MAIL_REFUSED", kind="L9")
    ana = clerk()
    page = ana.get("/post").content.decode()
    assert ("No hace falta" in page, "Enviarla en papel" in page) == (True, False)
    assert ana.post(f"/cases/{case.number}/letters/CSV-9/settle", {"verdict": "unsent"}).status_code == 302
    assert office.told == [(f"{Verdict.UNSENT} CSV-9 ana", case.number)]
    waits = "Sale por correo cuando lo que anuncia"
    assert waits not in ana.get(f"/cases/{case.number}").content.decode()
    models.Dispatch.objects.all().delete()
    assert waits in ana.get(f"/cases/{case.number}").content.decode()


def test_a_word_that_says_nothing_is_refused(office: Office) -> None:
    """Nothing was chosen."""
    case = waiting_case(office)
    planned(case, "CSV-1", Standing.HELD, Way.EMAIL, "MAYBE_SENT")
    answer = clerk().post(f"/cases/{case.number}/letters/CSV-1/settle", {"verdict": "perhaps"})
    assert (answer.status_code, office.told) == (409, [])


def test_the_story_tells_how_a_letter_went(office: Office) -> None:
    """What lasted a breath is left out; what a person said has their name."""
    from desk.dispatches import DjangoDispatches
    from desk.story import story_of

    case = waiting_case(office)
    first = planned(case, "CSV-1", Standing.READY, Way.ELECTRONIC)
    steps = first.then(Standing.HELD, MOMENT, reason="NO_NOTIFIER").then(Standing.READY, MOMENT, by="ana")
    steps = steps.then(Standing.SENT, MOMENT, proof="N-1").then(
        Standing.RECEIVED, MOMENT, reason="OPENED", proof="2026-11-24"
    )
    DjangoDispatches().move(first, steps)
    told = [(moment.sentence, moment.by) for moment in story_of(case, None) if "Requerimiento" in moment.sentence]
    assert told == [
        ("Requerimiento de subsanación: espera a una persona (la sede electrónica no está conectada)", ""),
        ("Requerimiento de subsanación: se envía otra vez", "ana"),
        ("Requerimiento de subsanación: enviada, por la sede electrónica", ""),
        ("Requerimiento de subsanación: recibida, por la sede electrónica (abierta)", ""),
    ]


@pytest.mark.parametrize("language", ["es", "ca"])
def test_each_letter_begins_on_the_front_of_a_sheet(office: Office, language: str) -> None:
    """The cover list, then the letters with a bookmark each; empty backs between them."""
    writer = LetterWriter(TEMPLATES, "https://mesa.example.org/csv")
    pdf = writer.write("L1", waiting_case(office), None, "DOV7Q2M9XKD44TBHA3FF")
    sheets = [
        Sheet(number=f"DOV-2026-00000{place}", kind="L1", csv=f"CSV-{place}", name="Ana", address="", pdf=pdf)
        for place in (1, 2, 3)
    ]
    made = printed_together(sheets, TEMPLATES, at=MOMENT, language=language)
    assert made == printed_together(sheets, TEMPLATES, at=MOMENT, language=language)
    with pikepdf.open(io.BytesIO(made)) as together, together.open_outline() as outline:
        assert (len(together.pages) % 2, len(together.pages)) == (1, 7)
        assert [item.title for item in outline.root][1:] == [f"L1 DOV-2026-00000{place}" for place in (1, 2, 3)]
