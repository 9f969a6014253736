"""A private Dovecot: the mail server that councils run, on a free port, with its mail in a temporary folder."""

from __future__ import annotations

import contextlib
import imaplib
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bots.mailbox import MailboxSettings

USER, PASSWORD = "registro", "contraseña de prueba"
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
START_SECONDS = 20.0

# Dovecot refuses `service x { y = z }` on one line.
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = dovtech-test-{port}
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{folder}/mail
mail_home = {folder}/home
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
{tls}
{capability}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
{tokens}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""

TOKENS = """
auth_mechanisms = plain xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/tokens.conf
}}
"""


@dataclass
class Dovecot:
    """One running server; `deliver` puts a message into its inbox as a mail transfer agent would."""

    folder: Path
    port: int
    tls_port: int
    process: subprocess.Popen[bytes] | None = None
    delivered: int = 0

    def settings(self, **changes: object) -> MailboxSettings:
        here: dict[str, object] = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": PASSWORD}
        return MailboxSettings(**here | {"tls": False, "timeout": 10} | changes)  # type: ignore[arg-type]

    def deliver(self, data: bytes) -> None:
        """Into `new` by rename, the way Maildir delivery works."""
        self.delivered += 1
        name = f"{time.time_ns()}.{self.delivered}.test"
        fresh = self.folder / "mail" / "tmp" / name
        fresh.write_bytes(data)
        shutil.chown(fresh, *_owner())
        fresh.rename(self.folder / "mail" / "new" / name)

    def client(self) -> contextlib.AbstractContextManager[imaplib.IMAP4]:
        """A clerk's mail program with the inbox open."""
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        client.select("INBOX")
        return client

    def flags(self, folder: str = "INBOX") -> list[str]:
        """The flags of each message of a folder, as the server tells them."""
        with self.client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            answer = client.uid("FETCH", "1:*", "(FLAGS)")[1]
            return [line.decode().split("FLAGS (")[1].split(")")[0] for line in answer if isinstance(line, bytes)]

    def start(self) -> None:
        assert DOVECOT is not None
        with (self.folder / "stderr.log").open("wb") as errors:
            self.process = subprocess.Popen(
                [DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        self._until_it_answers()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=START_SECONDS)
            with contextlib.suppress(ProcessLookupError):  # its children outlive it for a moment
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process = None

    def _until_it_answers(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                if connection.recv(16).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        logs = [self.folder / "stderr.log", self.folder / "dovecot.log"]
        pytest.fail("dovecot does not start:\n" + "".join(log.read_text("utf-8") for log in logs if log.exists()))


@pytest.fixture(scope="session")
def make_dovecot() -> Iterator[Callable[..., Dovecot]]:
    """Starts servers and stops them all at the end; `capability` replaces what the server says it can do.

    `tokens` is the address that it asks about OAuth 2.0 tokens (RFC 7662); passwords are taken all the same.
    """
    if DOVECOT is None:
        pytest.skip("dovecot is not installed (apt install dovecot-imapd)")
    running: list[Dovecot] = []

    def make(capability: str = "", tokens: str = "") -> Dovecot:
        # Not pytest's own folder: Dovecot's unprivileged processes may not enter one that only its owner can.
        folder = Path(tempfile.mkdtemp(prefix="dovtech-dovecot-"))
        server = Dovecot(folder, _free_port(), _free_port())
        running.append(server)
        _furnish(server, capability, tokens)
        server.start()
        return server

    yield make
    for server in running:
        server.stop()
        shutil.rmtree(server.folder)


@pytest.fixture(scope="session")
def shared_dovecot(make_dovecot: Callable[..., Dovecot]) -> Dovecot:
    return make_dovecot()


@pytest.fixture
def dovecot(shared_dovecot: Dovecot) -> Dovecot:
    """A running server with an empty inbox and no other folders."""
    with shared_dovecot.client() as client:
        client.uid("STORE", "1:*", "+FLAGS.SILENT", r"(\Deleted)")
        client.expunge()
        for line in client.list()[1]:
            name = line.decode().split(' "/" ')[1].strip('"') if isinstance(line, bytes) else "INBOX"
            if name != "INBOX":
                client.delete(f'"{name}"')
    return shared_dovecot


def _furnish(server: Dovecot, capability: str, tokens: str) -> None:
    server.folder.chmod(0o755)
    for name in ("mail", "mail/new", "mail/cur", "mail/tmp", "home"):
        (server.folder / name).mkdir()
        shutil.chown(server.folder / name, *_owner())
    if tokens:
        (server.folder / "tokens.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {tokens}\nusername_attribute = username\n"
            "active_attribute = active\nactive_value = true\n"
        )
    (server.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", "utf-8")
    _certify(server.folder)
    uid, gid = _owner()
    root = os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid())
    (server.folder / "dovecot.conf").write_text(
        CONFIG.format(
            folder=server.folder,
            port=server.port,
            tls_port=server.tls_port,
            uid=uid,
            gid=gid,
            internal="dovecot" if root else me.pw_name,
            login="dovenull" if root else me.pw_name,
            group="dovecot" if root else gid,
            tls=f"ssl = yes\nssl_cert = <{server.folder}/cert.pem\nssl_key = <{server.folder}/key.pem",
            tokens=TOKENS.format(folder=server.folder) if tokens else "",
            capability=f"imap_capability = {capability}" if capability else "",
        ),
        "utf-8",
    )


def _owner() -> tuple[int, int]:
    """Who owns the mail: Dovecot never lets root."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("mail")
        return nobody.pw_uid, nobody.pw_gid
    return os.geteuid(), os.getegid()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _certify(folder: Path) -> None:
    """A certificate for 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
