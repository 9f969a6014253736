"""Whatever mail programs make of a citizen's message, its words and its files are read, and machines are told apart."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
import pytest
from fakes.awkward_mail import FROM_PEOPLE, MACHINES, PDF, Awkward, attached, mixed, nested, pdf, text, zipped
from fakes.mail_of_the_world import MACHINES as OTHER_MACHINES
from fakes.mail_of_the_world import PEOPLE

from bots.correspondence import automatic, marks
from bots.locked import passwords_in
from bots.replies import said
from bots.unpacking import PackLimits, unpack
from casework.errors import TooLarge

EVERYBODYS = {**FROM_PEOPLE, **{f"{name}, too": message for name, message in PEOPLE.items()}}
ALL_MACHINES = {**MACHINES, **{f"{name}, too": message for name, message in OTHER_MACHINES.items()}}


@pytest.mark.parametrize("name", EVERYBODYS)
def test_what_people_send_is_read_whole(name: str) -> None:
    """The text says what was written, in its own letters; every file hangs on it under its name."""
    message: Awkward = EVERYBODYS[name]
    (_, words), *files = unpack(message.data, name="message.eml")
    assert message.says in words.decode("utf-8").replace("\r", "")
    assert tuple(name for name, _ in files) == message.files
    assert (automatic(message.data), marks(message.data)) == (None, message.codes)


@pytest.mark.parametrize("name", ALL_MACHINES)
def test_what_machines_send_is_told_apart(name: str) -> None:
    """Also where a program leaves out the marks that it should set."""
    found = automatic(ALL_MACHINES[name].data)
    assert found is not None
    assert ((found.code,), found.documents) == (ALL_MACHINES[name].codes, False)


@pytest.mark.parametrize("subject", ["RE: Respuesta automática: vado", "Fuera de la oficina hay una rampa rota"])
def test_a_person_who_writes_of_an_absence_is_a_person(subject: str) -> None:
    """Only what mail programs put first, with their colon, is theirs."""
    assert automatic(f"From: a@example.org\r\nSubject: {subject}\r\n\r\nhola".encode()) is None


def test_files_inside_are_the_bytes_that_were_sent() -> None:
    """However deep they lie."""
    assert unpack(nested(6))[-1] == ("s.pdf", PDF)


@pytest.mark.parametrize("name", ["a footer under a file", "Base64 around the parts", "nothing but a PDF"])
def test_a_file_is_whole_whatever_stands_around_it(name: str) -> None:
    """No letter of a footer in it, and none of its own lost."""
    assert unpack(FROM_PEOPLE[name].data)[-1] == ("s.pdf", PDF)


def test_a_message_forwarded_too_often_comes_as_it_is() -> None:
    """What lies deeper than anybody forwards costs only itself."""
    assert [name for name, _ in unpack(nested(9))][-1] == "message.eml"


def test_a_picture_in_the_text_is_the_picture_that_was_pasted() -> None:
    """It is a document like one that was attached."""
    picture = unpack(FROM_PEOPLE["a photograph in the HTML itself"].data)[1][1]
    assert (picture[:4], len(picture)) == (b"\x89PNG", 60_008)


@pytest.mark.parametrize(
    "words",
    ["La contraseña es: Vado2026.", "clave «Vado2026»", "PASSWORD=x\nLa contrasenya\nVado2026", "El pin: (Vado2026)"],
)
def test_a_pdf_comes_open_where_the_message_tells_its_password(words: str) -> None:
    """The locked bytes stay in the message; what is read needs no password."""
    data = unpack(mixed(text(words), attached("s.pdf", pdf(password="Vado2026"))))[1][1]
    with pikepdf.open(BytesIO(data)) as file:
        assert (len(file.pages), file.is_encrypted) == (1, False)


def test_a_persons_own_number_may_be_the_password() -> None:
    """Many lock their papers so, and say it."""
    data = unpack(mixed(text("NIF 48576231-r. La clave es mi DNI"), attached("s.pdf", pdf(password="48576231R"))))[1][1]
    with pikepdf.open(BytesIO(data)) as file:
        assert not file.is_encrypted


@pytest.mark.parametrize("words", ["Adjunto", "La contraseña es otra"])
def test_a_pdf_whose_password_nobody_tells_comes_locked(words: str) -> None:
    """Reading it says so."""
    locked = pdf(password="Vado2026")
    assert unpack(mixed(text(words), attached("s.pdf", locked)))[1][1] == locked


def test_a_locked_file_that_is_broken_or_only_guarded_is_left_alone() -> None:
    """No password opens the one, and the other is open."""
    guarded = BytesIO()
    with pikepdf.open(BytesIO(PDF)) as file:
        file.save(guarded, encryption=pikepdf.Encryption(owner="x", user=""))
    for data in (guarded.getvalue(), b"%PDF-1.7 /Encrypt"):
        assert unpack(mixed(text("La clave es Vado2026"), attached("s.pdf", data)))[1][1] == data


def test_words_of_a_message_without_a_password_are_none() -> None:
    """Only what stands behind the word for one is tried."""
    assert passwords_in("Solicito el vado de la calle Mayor, NIF 48576231R") == ()


def test_a_locked_archive_stands_for_itself() -> None:
    """Its neighbours are read; a member that its password does not open is not made up."""
    data = bytearray(zipped(("s.pdf", PDF)))
    with zipfile.ZipFile(BytesIO(data)) as packed:
        at = packed.infolist()[0].header_offset
    for flag in (at + 6, data.index(b"PK\x01\x02") + 8):
        data[flag] |= 1
    found = unpack(mixed(text("La clave es Vado2026"), attached("a.zip", bytes(data)), attached("s.pdf")))
    assert found[1:] == [("a.zip", bytes(data)), ("s.pdf", PDF)]


def test_the_delivery_as_a_whole_has_its_limits() -> None:
    """Many small archives together are one large one."""
    many = mixed(text(), *(attached(f"{n}.zip", zipped(("a.txt", b"0" * 600))) for n in range(4)))
    with pytest.raises(TooLarge, match="once unpacked"):
        unpack(many, limits=PackLimits(size=2000))
    assert [name for name, _ in unpack(many, limits=PackLimits(size=5000))] == ["message.txt", *["a.txt"] * 4]


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@example.org\r\nTo: " + b", ".join(b"p%d@example.org" % n for n in range(20_000)) + b"\r\n\r\nhola",
        b"From: " + b"(" * 200_000 + b"\r\n\r\nhola",
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 20_000,
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\nhola" + b"<!--" * 100_000,
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\nhola" + b"<a " * 100_000,
    ],
    ids=["addresses", "brackets", "parts", "comments", "tags"],
)
@pytest.mark.timeout(20)
def test_no_message_holds_the_watcher_up(data: bytes) -> None:
    """What would take a parser minutes takes none of the watcher's; it says little then, and a clerk reads it."""
    assert automatic(data) is None
    assert said(data).text.strip()[:4] in {"hola", ""}
    assert marks(data) == ()


def test_names_and_words_hold_nothing_that_a_database_refuses() -> None:
    """No NUL, no half of a pair, no control sign."""
    for message in FROM_PEOPLE.values():
        files = unpack(message.data, name="message.eml")
        told = [name for name, _ in files] + [said(message.data).subject, said(message.data).text, files[0][1].decode()]
        assert not any("\x00" in one or any(0xD800 <= ord(sign) < 0xE000 for sign in one) for one in told)
