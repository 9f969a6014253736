"""The mailboxes that are watched, as the settings name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bots.imap import MailboxSettings
from bots.oauth import TokenSource
from casework.errors import Misconfigured
from dovtech.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One mailbox: how it is reached, and whether the council said that what comes there is presented (art. 16.4)."""

    name: str
    imap: MailboxSettings
    gives_entry: bool = False

    @property
    def label(self) -> str:
        """What the register calls it: its account and folder."""
        return f"{self.imap.user}/{self.imap.folder}"


def names(settings: Settings) -> tuple[str, ...]:
    """The names in DOVTECH_MAILBOXES; one without a name where only DOVTECH_MAILBOX_HOST is given."""
    several = settings.value("DOVTECH_MAILBOXES").replace(",", " ").split()
    return tuple(dict.fromkeys(several)) or (("",) if settings.value("DOVTECH_MAILBOX_HOST") else ())


def watched(settings: Settings, secret: Callable[[str], str]) -> tuple[Watched, ...]:
    """All mailboxes; raises Misconfigured where there is none or one is not whole."""
    found = tuple(named(name, settings, secret) for name in names(settings))
    if not found:
        raise Misconfigured("no mailbox is named", remedy="give DOVTECH_MAILBOX_HOST; see docs/settings.md")
    return found


def named(name: str, settings: Settings, secret: Callable[[str], str]) -> Watched:
    """The mailbox that the settings call by this name; raises Misconfigured where it is not whole."""
    prefix = "_".join(("DOVTECH", "MAILBOX", *([name.upper()] if name else [])))

    def value(what: str, default: str = "") -> str:
        return settings.value(f"{prefix}_{what}", default)

    if not value("HOST"):
        raise Misconfigured(f"the mailbox {name!r} has no server", remedy=f"give {prefix}_HOST; see docs/settings.md")
    if not value("PORT", "993").isdigit():
        raise Misconfigured(f"{prefix}_PORT is no number", remedy="give the port of IMAP, as 993")
    return Watched(
        name=name,
        gives_entry=value("ENTRY", "0") == "1",
        imap=MailboxSettings(
            host=value("HOST"),
            port=int(value("PORT", "993")),
            user=value("USER"),
            password=secret(f"{prefix}_PASSWORD"),
            token=token(prefix, settings, secret),
            tls=value("TLS", "1") == "1",
            starttls=value("STARTTLS", "0") == "1",
            ca_file=value("CA_FILE"),
            folder=value("FOLDER", "INBOX"),
            done_folder=value("DONE_FOLDER", "Procesados"),
        ),
    )


def token(prefix: str, settings: Settings, secret: Callable[[str], str]) -> Callable[[], str] | None:
    """What gives the access token of a mail account; None where it logs in by password.

    `{prefix}_TOKEN_URL` names an endpoint that is asked; else the secret `{prefix}_TOKEN` is the token, looked up at
    each login, so that whoever renews it in the vault or the file needs to restart nothing.
    """
    url = settings.value(f"{prefix}_TOKEN_URL")
    if url:
        return TokenSource(
            url=url,
            client=settings.value(f"{prefix}_TOKEN_CLIENT"),
            secret=secret(f"{prefix}_TOKEN_SECRET"),
            scope=settings.value(f"{prefix}_TOKEN_SCOPE"),
            refresh_token=secret(f"{prefix}_REFRESH_TOKEN"),
            ca_file=settings.value(f"{prefix}_CA_FILE"),
        )
    return (lambda: secret(f"{prefix}_TOKEN")) if secret(f"{prefix}_TOKEN") else None
