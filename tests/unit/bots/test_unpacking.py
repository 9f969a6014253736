"""What arrives packed comes apart: messages, attachments, archives, and the traps in them."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO

import pytest

from bots.unpacking import PackLimits, message_text, unpack
from casework.errors import TooLarge, UnreadableDocument


def _message(body: str = "Bon dia, adjunte la sol·licitud.", subject: str = "Petició d'ajuda") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    message.set_content(body)
    return message


def _zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_what_is_not_packed_comes_back_alone() -> None:
    """Any other file is itself, under the name it came with."""
    assert unpack(b"%PDF-1.7 ...", name="instancia.pdf") == [("instancia.pdf", b"%PDF-1.7 ...")]


def test_a_message_gives_its_text_and_its_attachments() -> None:
    """The subject stands first in the text; attachments keep name and bytes."""
    message = _message()
    message.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="sol·licitud.pdf")
    assert unpack(message.as_bytes()) == [
        ("message.txt", "From: a@example.org\nSubject: Petició d'ajuda\n\nBon dia, adjunte la sol·licitud.\n".encode()),
        ("sol·licitud.pdf", b"%PDF-1.4 x"),
    ]


def test_the_html_body_is_not_a_second_document() -> None:
    """Of two renderings of the body only the plain one counts."""
    message = _message()
    message.add_alternative("<p>Bon dia</p>", subtype="html")
    assert [name for name, _ in unpack(message.as_bytes())] == ["message.txt"]


def test_a_body_in_html_alone_is_read_without_its_tags() -> None:
    """Mail programs that send only HTML are read too."""
    message = _message()
    message.set_content("<html><body><p>Hola,</p><p>soy <b>Ana</b>.</p></body></html>", subtype="html")
    assert message_text(message.as_bytes()) == "From: a@example.org\nSubject: Petició d'ajuda\n\nHola,\n\nsoy Ana.\n"


@pytest.mark.parametrize(("size", "kept"), [(500, False), (60_000, True)])
def test_logos_are_dropped_and_pasted_photographs_are_kept(size: int, kept: bool) -> None:  # noqa: FBT001 - a case
    """A small picture that the HTML body shows is decoration; a large one may be the application."""
    message = _message()
    message.set_content('<p>Bon dia</p><img src="cid:1">', subtype="html")
    message.add_related(b"\xff\xd8\xff" + b"0" * size, maintype="image", subtype="jpeg", cid="<1>")
    assert (len(unpack(message.as_bytes())) == 2) is kept


def test_messages_and_archives_inside_are_unpacked_in_their_place() -> None:
    """A forwarded message with a ZIP file in it gives all that is inside."""
    inner = _message("El original.", "Original")
    inner.add_attachment(
        _zipped({"papeles/dni.pdf": b"%PDF-1 a", "papeles/": b""}),
        maintype="application",
        subtype="zip",
        filename="papeles.zip",
    )
    outer = _message()
    outer.add_attachment(inner)
    assert [name for name, _ in unpack(outer.as_bytes())] == ["message.txt", "message.txt", "dni.pdf"]


def test_an_unknown_character_set_does_not_lose_the_message() -> None:
    """Letters that cannot be told are shown as such."""
    raw = b"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: text/plain; charset=martian\n\nhola\n"
    assert message_text(raw) == "From: a@example.org\nSubject: x\n\nhola\n"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """The sizes that its directory claims are enough."""
    bomb = _zipped({"ceros.txt": b"0" * 2_000_000})
    with pytest.raises(TooLarge, match="once unpacked"):
        unpack(bomb, limits=PackLimits(size=1_000_000))


def test_too_many_files_are_refused() -> None:
    """A delivery of more files than the limit comes back to its sender."""
    with pytest.raises(TooLarge, match="more than 3 files"):
        unpack(_zipped({f"{n}.txt": b"x" for n in range(4)}), limits=PackLimits(files=3))


def test_archives_in_archives_end_somewhere() -> None:
    """Packing upon packing is refused at the limit of depth."""
    data = b"texto"
    for _ in range(10):
        data = _zipped({"dentro.zip": data})
    with pytest.raises(TooLarge, match="too many times"):
        unpack(data)


def test_a_broken_archive_is_unreadable() -> None:
    """A ZIP file that was cut is told as such, with what to do."""
    with pytest.raises(UnreadableDocument, match="ZIP"):
        unpack(_zipped({"a.txt": b"x" * 1000})[:60])


@pytest.mark.parametrize(
    "head",
    [
        b"MIME-Version: 1.0\r\n",
        b"Subject: %PDF-1.7\r\n",
        b"Subject: \x00\r\n",
        b"MZ: x\r\n",
    ],
)
def test_what_a_mailbox_gave_is_a_message_however_few_or_odd_its_headers(head: bytes) -> None:
    """Its attachments are found; under another name the bytes alone decide."""
    parts = b"\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\r\nhola\r\n--b--\r\n"
    data = head + b"Content-Type: multipart/mixed; boundary=b\r\n" + parts
    assert [name for name, _ in unpack(data, name="message.eml")] == ["message.txt", "a.txt"]
    assert unpack(data, name="otro") == [("otro", data)]
