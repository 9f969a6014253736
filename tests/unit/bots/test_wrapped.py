"""What mail programs wrap is opened: opaque signatures, signed files, winmail.dat; what is sealed is told."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from bots.correspondence import marks
from bots.unpacking import message_text, unpack
from bots.wrapped import TNEF, signed_content, tnef_files
from casework.errors import UnreadableDocument

PDF = b"%PDF-1.7 a form"
INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nSolicito un vado\r\n"
FACTURAE = (
    b'<?xml version="1.0"?><fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"/>'
)


@pytest.fixture(scope="module")
def signer() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ana")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    return made.sign(key, hashes.SHA256()), key


def signed(signer: tuple[x509.Certificate, rsa.RSAPrivateKey], data: bytes) -> bytes:
    """One opaque block, as Outlook signs."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(*signer, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def sealed(signer: tuple[x509.Certificate, rsa.RSAPrivateKey], data: bytes) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(data).add_recipient(signer[0])
    return builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def headed() -> EmailMessage:
    """A message with its sender and subject, and nothing in it yet."""
    message = EmailMessage()
    message["Subject"], message["From"] = "Vado", "ana@example.org"
    return message


def mail(content: bytes, kind: str, subtype: str, **how: str) -> bytes:
    """A message whose whole body is that block."""
    message = headed()
    message.set_content(content, maintype=kind, subtype=subtype, **how)
    return message.as_bytes()


def indefinite(content: bytes) -> bytes:
    """The same block as streaming programs write it: lengths left open, the content in pieces."""
    pieces = b"\x24\x80" + b"".join(b"\x04" + bytes([len(one)]) + one for one in (content[:5], content[5:])) + b"\0\0"
    data = bytes.fromhex("06092a864886f70d010701")
    held = b"\x30\x80" + data + b"\xa0\x80" + pieces + b"\0\0" + b"\0\0"
    inside = b"\x30\x80" + b"\x02\x01\x01" + b"\x31\x00" + held + b"\0\0"
    return b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + inside + b"\0\0" + b"\0\0"


def test_a_message_signed_as_one_block_is_read(signer: tuple[x509.Certificate, rsa.RSAPrivateKey]) -> None:
    """Its subject is the outer one, its words those inside."""
    data = mail(signed(signer, INNER), "application", "pkcs7-mime", params={"smime-type": "signed-data"})  # type: ignore[arg-type]
    assert message_text(data).split() == ["From:", "ana@example.org", "Subject:", "Vado", "Solicito", "un", "vado"]
    assert [name for name, _ in unpack(data)] == ["message.txt"]
    assert marks(data) == ()


def test_a_block_within_a_block_is_no_message(signer: tuple[x509.Certificate, rsa.RSAPrivateKey]) -> None:
    """One wrapping is opened, no more: the other is a file that a clerk sees, beside sender and subject."""
    inner = mail(signed(signer, INNER), "application", "pkcs7-mime")
    (_, words), *files = unpack(mail(signed(signer, inner), "application", "pkcs7-mime"))
    assert (words.split()[-1], len(files)) == (b"Vado", 1)


@pytest.mark.parametrize("lost", [1, 200, 700])
def test_a_block_that_was_cut_is_read_as_far_as_it_goes(
    signer: tuple[x509.Certificate, rsa.RSAPrivateKey], lost: int
) -> None:
    """The signature at its end is no part of what was written."""
    block = signed(signer, INNER)
    assert signed_content(block[:-lost]) == INNER


def test_open_lengths_that_were_cut_are_read_too() -> None:
    """All but the marks of their ends."""
    assert signed_content(indefinite(b"Solicito un vado")[:-9]) == b"Solicito un vado"


def test_lengths_left_open_and_content_in_pieces_are_read() -> None:
    """BER as streaming programs write it."""
    assert signed_content(indefinite(b"Solicito un vado")) == b"Solicito un vado"


def test_a_signed_file_is_the_file(signer: tuple[x509.Certificate, rsa.RSAPrivateKey]) -> None:
    """Under its own name; one that is broken comes as it is."""
    message = headed()
    message.set_content("adjunto")
    message.add_attachment(signed(signer, PDF), maintype="application", subtype="octet-stream", filename="a.pdf.p7m")
    message.add_attachment(b"broken", maintype="application", subtype="octet-stream", filename="b.pdf.P7M")
    assert unpack(message.as_bytes())[1:] == [("a.pdf", PDF), ("b.pdf.P7M", b"broken")]


def test_an_encrypted_message_is_told_as_such(signer: tuple[x509.Certificate, rsa.RSAPrivateKey]) -> None:
    """It cannot be opened, and a clerk hears why."""
    block = sealed(signer, INNER)
    data = mail(block, "application", "pkcs7-mime", params={"smime-type": "enveloped-data"})  # type: ignore[arg-type]
    with pytest.raises(UnreadableDocument, match="encrypted"):
        signed_content(block)
    assert marks(data) == ("MESSAGE_ENCRYPTED",)
    assert marks(b"Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n") == (
        "MESSAGE_ENCRYPTED",
    )


@given(st.binary(max_size=60))
def test_bytes_that_make_no_sense_are_refused(data: bytes) -> None:
    """Whatever they are, and however deep they claim to be."""
    for broken in (data, b"\x30\x80" * 40 + data, b"\x30\x85" + data, b"\x1f\x01" + data):
        with pytest.raises(UnreadableDocument):
            signed_content(broken)


def attribute(code: int, value: bytes) -> bytes:
    return struct.pack("<BII", 2, code, len(value)) + value + b"\0\0"


def test_what_outlook_packed_is_unpacked() -> None:
    """Each attachment under its title; a nameless one has a name; an empty one and a cut tail are left."""
    packed = TNEF + b"\1\0" + attribute(0x00089006, b"\1\0\0\0")
    packed += attribute(0x00069002, b"x") + attribute(0x00018010, b"se\xf1al.pdf\0") + attribute(0x0006800F, PDF)
    packed += attribute(0x00069002, b"x") + attribute(0x0006800F, b"two") + attribute(0x0006800F, b"") + b"\2\0"
    files = [("señal.pdf", PDF), ("attachment", b"two")]
    assert list(tnef_files(packed)) == files
    message = headed()
    message.set_content("adjunto")
    message.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert unpack(message.as_bytes())[1:] == files
    bare = headed()
    bare.set_content("adjunto")
    bare.add_attachment(TNEF + b"\1\0", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert unpack(bare.as_bytes())[1:] == [("winmail.dat", TNEF + b"\1\0")]


@pytest.mark.parametrize(("content", "told"), [
    (FACTURAE, ("INVOICE",)),
    (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', ("INVOICE",)),
    (b"<solicitud>factura</solicitud>", ()),
])  # fmt: skip
def test_an_electronic_invoice_is_told_from_other_files(content: bytes, told: tuple[str, ...]) -> None:
    """By its namespace, not by the word."""
    message = headed()
    message.set_content("Les envío la factura")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="f.xsig")
    assert marks(message.as_bytes()) == told


def test_a_message_too_broken_to_look_at_has_no_marks() -> None:
    """Reading it will say so."""
    assert marks(b"Content-Type: multipart/mixed; boundary=\r\n\r\n\xff") == ()
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1500))
    assert marks(deep) == ()


def test_a_body_with_nothing_in_it_leaves_the_one_attachment() -> None:
    """The form alone was sent."""
    message = headed()
    message.set_content(PDF, maintype="application", subtype="pdf", filename="vado.pdf")
    assert unpack(message.as_bytes()) == [
        ("message.txt", b"From: ana@example.org\nSubject: Vado\n\n\n"),
        ("vado.pdf", PDF),
    ]
