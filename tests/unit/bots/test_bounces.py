"""What came back is told from what is late, arrived, or only speaks of our letters."""

from __future__ import annotations

import pytest

from bots.bounces import Bounce, bounce

ID = "DOV-2026-000347-ABCD2345.0123456789ab"
MARK = frozenset({("DOV-2026-000347-ABCD2345", "0123456789ab")})
HEAD = "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@example.org>\nSubject: Undelivered Mail\n"
QUOTED = f"Message-ID: <{ID}@council.example>\nSubject: Acuse\n\nhola\n"


def report(action: str, *, quoted: str = QUOTED, kind: str = "message/rfc822", status: str = "delivery-status") -> str:
    """A report as mail servers write it (RFC 3464), with what came back."""
    return (
        f'{HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        f"--b\nContent-Type: message/{status}\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Original-Recipient: rfc822;Ana@example.org\nFinal-Recipient: rfc822; a.ruiz@example.net\nAction: {action}\n"
        f"Status: 5.1.1\n\n--b\nContent-Type: {kind}\n\n{quoted}\n--b--\n"
    )


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global-headers", "text/plain"])
@pytest.mark.parametrize("status", ["delivery-status", "global-delivery-status"])
def test_a_report_of_failure_names_the_letter_and_for_whom(kind: str, status: str) -> None:
    """However the report is declared and the letter quoted."""
    told = bounce(report("failed", kind=kind, status=status).encode())
    assert told == Bounce(marks=MARK, recipients=frozenset({"ana@example.org", "a.ruiz@example.net"}))


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_news_of_what_is_late_or_arrived_is_no_failure(action: str) -> None:
    """The server goes on trying, or has done it."""
    assert bounce(report(action).encode()) is None


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            f"{HEAD}X-Failed-Recipients: ana@example.org\n\nThis is a copy:\n\n{QUOTED}",
            Bounce(marks=MARK, recipients=frozenset({"ana@example.org"})),
        ),
        (f"{HEAD}In-Reply-To: <{ID}@council.example>\n\nx", Bounce(marks=MARK, recipients=frozenset())),
        (f"{HEAD}\nNothing is quoted.", Bounce(marks=frozenset(), recipients=frozenset())),
        (f"From: ana@example.org\nIn-Reply-To: <{ID}@council.example>\n\nGracias", None),
        (f"Auto-Submitted: auto-replied\nIn-Reply-To: <{ID}@council.example>\n\nFuera", None),
    ],
)
def test_without_a_report_the_bounce_as_a_whole_counts(message: str, told: Bounce | None) -> None:
    """Old servers write a sentence; people and absences who answer our letter are no bounces."""
    assert bounce(message.encode()) == told


def test_a_bounce_that_cannot_be_opened_says_nothing() -> None:
    """More parts than any message has."""
    assert bounce((HEAD + "\n" + "\n--b" * 10_001).encode()) is None
