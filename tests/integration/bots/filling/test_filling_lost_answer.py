"""A submit whose answer is lost on a kept connection is sent once: Chromium would send it again by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from bots.filling.once import fill
from bots.filling.systems import build_backoffices
from bots.filling.web import WebBackOffice
from casework.errors import BackOfficeDown
from casework.filing import Entry

SYSTEM = """kind: web
title: {es: Libro}
address: ${HERE}
secrets: {}
find: {steps: [{open: "?q={{ search }}"}, {found: {record: {css: article}, nothing: Nada}}], id: {css: h2}}
"""
ENTRY = """title: {es: Nota}
values: {texto: a}
steps: [{open: new}, {fill: {Texto: texto, Clave: key}}, {click: Guardar}, {expect: Guardado}]
read: {texto: {css: p}}
"""
FORM = (
    "<form method=post><label>Texto <input name=t></label><label>Clave <input name=k></label><button>Guardar</button>"
)


class _Book(BaseHTTPRequestHandler):
    """Keeps what is submitted and cuts the connection before its answer."""

    protocol_version = "HTTP/1.1"
    kept: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        shown = "".join(
            f"<article><h2>{n}</h2><p>Hola</p>{text}</article>"
            for n, text in enumerate(self.kept)
            if self.path.rpartition("=")[2] in text
        )
        body = (FORM if self.path.startswith("/new") else f"<main>{shown or 'Nada'}</main>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.kept.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.close_connection = True


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[WebBackOffice]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Book)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "system.yaml").write_text(SYSTEM)
    (tmp_path / "book" / "note.yaml").write_text(ENTRY)
    settings = {"HERE": f"http://127.0.0.1:{server.server_address[1]}/", "CHROMIUM": "/usr/bin/chromium",
                "CHROMEDRIVER": "/usr/bin/chromedriver"}  # fmt: skip
    built = build_backoffices(tmp_path, settings, lambda _: "")
    made = built["book"]
    assert isinstance(made, WebBackOffice)
    yield made
    built.close()
    server.shutdown()
    server.server_close()
    _Book.kept.clear()


def test_a_submit_is_sent_once(robot: WebBackOffice) -> None:
    """Each of several is one submit, and is found by looking."""
    for number in range(3):
        wanted = Entry(key=f"{number:032}", system="book", name="note", version="1", values={"texto": "Hola"})
        assert robot.look(wanted) is None
        with pytest.raises(BackOfficeDown, match="answered nothing"):
            robot.write(wanted)
        assert len(_Book.kept) == number + 1
        proof = fill(robot, wanted)
        assert (proof.found, proof.record.id, len(_Book.kept)) == (True, str(number), number + 1)
