"""A hundred replies as people write them: none goes to a wrong case, and nine in ten need no person."""

from __future__ import annotations

import random
from dataclasses import replace
from email.message import EmailMessage

import pytest
from fakes import ports

from bots.replies import said
from casework.case import Case
from casework.fields import FieldReading
from casework.journey import Status
from casework.linking import Linked, Said, linked
from casework.requirement import Link
from casework.verification import letter_reference

SECRET = b"secret of the tests"
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
ONE = "DOV-2026-000405"
SAYS = ["Adjunto lo que me piden.", "Us envie el document.", "Buenos días, aquí va el plano. Gracias.", ""]


def tax_id(ordinal: int) -> str:
    digits = 48_000_000 + ordinal * 7_919
    return f"{digits}{LETTERS[digits % 23]}"


def value(name: str, text: str) -> FieldReading:
    return FieldReading(name=name, value=text, raw=text, confidence=1.0, method="test", accepted=True)


@pytest.fixture(scope="module")
def register() -> ports.MemoryRegister:
    """Sixty cases of fifty people; the first ten people have two open requirements."""
    found = ports.MemoryRegister(first=401)
    for ordinal in range(60):
        number = found.case_of(ports.document(f"case {ordinal}".encode()))
        person = ordinal % 50
        fields = (value("applicant_id", tax_id(person)), value("applicant_email", f"vecina{person}@example.org"))
        found.save(replace(found.load(number), fields=fields, status=Status.ASKED))
    return found


def message(case: Case, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = headers.pop("sender", "Otra <otra@example.net>")
    mail["To"] = headers.pop("to", "registro@alicante.example")
    text = headers.pop("text", "Adjunto lo que me piden.")
    for name, content in headers.items():
        mail[name.replace("_", "-").title()] = content
    mail.set_content(text)
    mail.add_attachment(case.number.encode(), maintype="application", subtype="pdf", filename="plano.pdf")
    return mail


def reply(case: Case, sort: str, chance: random.Random) -> EmailMessage:
    """A reply to a case, known by one thing and seldom by none."""
    sign = letter_reference(case.number, SECRET)
    words = chance.choice(SAYS)
    own = case.values["applicant_email"]
    return {
        "reference": lambda: message(case, subject=f"RE: Requerimiento [{sign}]", text=words),
        "small": lambda: message(case, subject=f"Fwd: re: {sign.lower()}", text=words),
        "tag": lambda: message(case, subject="Documentación", to=f"registro+{sign}@alicante.example", text=words),
        "thread": lambda: message(case, subject="Re:", in_reply_to=f"<{sign}@alicante.example>", text=words),
        "number": lambda: message(case, subject=f"Expediente {case.number}", sender=f"Vecina <{own}>", text=words),
        "body": lambda: message(case, subject="papeles", text=f"{words}\n{case.number} {case.values['applicant_id']}"),
        "nothing": lambda: message(case, subject="Lo que faltaba", text=words),
    }[sort]()  # fmt: skip


SORTS = ["reference"] * 25 + ["small"] * 10 + ["tag"] * 15 + ["thread"] * 20 + ["number"] * 13 + ["body"] * 12
SORTS += ["nothing"] * 5


def test_a_hundred_replies_find_their_cases(register: ports.MemoryRegister) -> None:
    """0 wrong, at least 90 linked."""
    chance, numbers = random.Random(20261127), sorted(register.cases)  # noqa: S311 - the same replies each time
    right = wrong = 0
    for sort in SORTS:
        case = register.load(chance.choice(numbers))
        found = linked(said(reply(case, sort, chance).as_bytes()), register, SECRET)
        right += found is not None and found.number == case.number
        wrong += found is not None and found.number not in {"", case.number}
    assert len(SORTS) == 100
    assert (wrong, right >= 90) == (0, True)


def test_a_person_of_whom_one_thing_is_asked_is_enough(register: ports.MemoryRegister) -> None:
    """Of two, a clerk says which; of none, the message is a new one."""
    one, two = tax_id(30), tax_id(3)
    assert linked(Said(text=f"Mi DNI es {one[:8]}-{one[8]}"), register, SECRET) == Linked(
        number="DOV-2026-000431", link=Link.PERSON
    )
    assert linked(Said(text=two), register, SECRET) == Linked()
    assert linked(Said(text="00000001R y 12345678A"), register, SECRET) is None


@pytest.mark.parametrize(
    "told",
    [
        Said(subject="DOV-2026-000405", sender="otra@example.net"),  # a number anybody could guess or mistype
        Said(subject="DOV-2026-000405 DOV-2026-000406", sender="vecina4@example.org"),
        Said(subject="DOV-2026-999999", sender="vecina4@example.org"),
        Said(subject="DOV-2026-000405-AAAAAAAA"),  # a sign that is not ours
        Said(subject=letter_reference(ONE, SECRET), answers=(letter_reference("DOV-2026-000406", SECRET),)),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_a_persons(register: ports.MemoryRegister, told: Said) -> None:
    """It is never put where it may be wrong."""
    assert linked(told, register, SECRET) == Linked()


def test_what_a_message_quotes_is_not_its_own_word() -> None:
    """A forwarded letter of another person names that person; markup and broken messages say nothing."""
    quoted = b"From: a@example.org\nSubject: x\n\n> DNI 48576231R\nhola"
    assert "48576231R" not in said(quoted).text
    page = b"From: a@b.es\nContent-Type: text/html\n\n<p title='48576231R'>hola</p>"
    assert said(page).text.split() == ["hola"]
    assert said(b"Content-Type: text/plain; charset=none-such\n\n\xff\xfe") == Said()
    assert said(b"Content-Type: image/png\n\n").text == ""


def test_a_case_that_is_quoted_needs_its_person(register: ports.MemoryRegister) -> None:
    """Our own letter under an answer names the case; that the right person answers, their address must say."""
    told = Said(sender="vecina4@example.org", text="Adjunto lo pedido.", quoted=f"Expediente {ONE}")
    assert linked(told, register, SECRET) == Linked(number=ONE, link=Link.NUMBER)
    assert linked(replace(told, sender="otra@example.net"), register, SECRET) == Linked()
    assert linked(replace(told, quoted=f"Su NIF {tax_id(30)}"), register, SECRET) is None


def test_a_reference_is_the_same_each_time_and_nobody_elses(register: ports.MemoryRegister) -> None:
    """Another secret gives another sign."""
    assert letter_reference("DOV-2026-000405", SECRET) == letter_reference("DOV-2026-000405", SECRET)
    assert letter_reference("DOV-2026-000405", b"other") != letter_reference("DOV-2026-000405", SECRET)
