"""What machines send is told from what people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.correspondence import Automatic, automatic

PDF = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhola\n--b\nContent-Type: application/pdf\n\n%PDF-\n--b--\n"
REPORT = "Content-Type: multipart/report; report-type={}; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n" + PDF


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Auto-Submitted: auto-replied; owner=x\n\nfuera", "AUTO_REPLY"),
        ("X-Autoreply: yes\n\nfuera", "AUTO_REPLY"),
        ("Precedence: auto_reply\n\nfuera", "AUTO_REPLY"),
        ("AUTO-SUBMITTED: Auto-Generated\n\nx", "AUTOMATIC"),
        ("Return-Path: <>\nFrom: a@example.org\n\nx", "AUTOMATIC"),
        ("Return-Path: <>\nFrom: Mail <MAILER-DAEMON@example.org>\n\nx", "BOUNCE"),
        ("X-Failed-Recipients: a@example.org\n\nx", "BOUNCE"),
        (REPORT.format("delivery-status"), "BOUNCE"),
        (REPORT.format('"disposition-notification"'), "READ_RECEIPT"),
        (REPORT.format("feedback-report"), "REPORT"),
        ("List-Id: <vecinos.example.org>\n\nx", "MAILING_LIST"),
        ("List-Unsubscribe: <mailto:a@example.org>\n\nx", "MAILING_LIST"),
        ("Precedence: bulk\n\nx", "MAILING_LIST"),
        ("X-Spam-Flag: YES\n\nx", "SPAM"),
        ("X-Spam-Status: Yes, score=9\n\nx", "SPAM"),
    ],
)
def test_automatic_mail_is_told_by_its_headers(message: str, code: str) -> None:
    """Each sort has its code; what a report quotes is no document."""
    assert automatic(message.encode()) == Automatic(code=code, documents=False)


@pytest.mark.parametrize(
    "message",
    [
        "From: ana@example.org\n\nSolicito",
        "Auto-Submitted: no\n\nSolicito",
        "X-Spam-Status: No, score=1\n\nSolicito",
        "Return-Path: <ana@example.org>\n\nSolicito",
        "Precedence: first-class\n\nSolicito",
        "Subject: x\n\nAuto-Submitted: auto-replied",
        "Content-Type: message/rfc822\n\nPrecedence: bulk\n\nx",
        "",
        "\n",
    ],
)
def test_what_people_write_is_not_automatic(message: str) -> None:
    """Headers that say no, and those of a message within, count for nothing."""
    assert automatic(message.encode()) is None


@pytest.mark.parametrize(
    ("part", "brings"),
    [
        ("Content-Type: application/pdf", True),
        ("Content-Type: image/jpeg", True),
        ("Content-Type: text/plain; name=a.txt", True),
        ("Content-Type: message/rfc822", True),
        ("Content-Type: image/png\nContent-ID: <logo>", False),
        ("Content-Type: application/pgp-signature; name=s.asc", False),
        ("Content-Type: text/html", False),
    ],
)
def test_documents_are_seen_in_automatic_mail(part: str, brings: bool) -> None:  # noqa: FBT001
    """A file is a document; a logo of the text and a signature are none."""
    message = f"Precedence: bulk\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{part}\n\nx\n--b--\n"
    assert automatic(message.encode()) == Automatic(code="MAILING_LIST", documents=brings)


@given(st.binary(max_size=400), st.sampled_from([b"", b"Precedence: bulk\n", b"Content-Type: multipart/report;"]))
def test_no_bytes_make_it_fail(data: bytes, before: bytes) -> None:
    """Whatever comes is judged."""
    assert isinstance(automatic(before + data), Automatic | None)


def test_parts_in_parts_without_end_are_left_to_a_clerk() -> None:
    """What cannot be told is not set aside."""
    deep = b"Precedence: bulk\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000)
    )
    assert automatic(deep) is None
