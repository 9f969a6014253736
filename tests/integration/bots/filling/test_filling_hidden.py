"""A secret is typed, and seen nowhere: not in logs, not in messages, not in pictures of a page that shows it."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from bots.filling.systems import build_backoffices
from bots.filling.web import WebBackOffice
from casework.errors import DovTechError
from casework.filing import Entry, Record

SECRET = "Clave-que-nadie-debe-ver-7"
SYSTEM = """kind: web
title: {es: Indiscreto}
address: ${HERE}
secrets: {user: U, password: P}
login:
  needed: {button: Entrar}
  steps: [{fill: {Usuario: user, Contraseña: password}}, {click: Entrar}, {expect: {heading: Dentro}}]
find: {steps: [{open: ""}, {expect: {heading: Dentro}}], id: Número}
"""
ENTRY = "title: {es: a}\nvalues: {nombre: a}\nsteps: [{fill: {Nombre: nombre, Clave: key}}, {click: Guardar}]\n"
PAGE = """<!doctype html><meta charset=utf-8><body style="margin:0">
<form onsubmit="sessionStorage.held=document.getElementById('p').value; location.reload(); return false">
<label>Usuario <input></label><label>Contraseña <input id=p type=password></label><button>Entrar</button></form>
<script>if (sessionStorage.held) document.body.innerHTML = '<h1>Dentro</h1><p>Sesión de robot</p>' +
'<div style="position:absolute;left:40px;top:200px;font:24px monospace">' + sessionStorage.held + '</div>' +
'<input style="position:absolute;left:40px;top:300px;width:500px;height:30px" value="' + sessionStorage.held + '">'
</script>"""


class _Page(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[WebBackOffice]:
    """A robot of a system whose page shows what one signed in with."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "loud").mkdir()
    (tmp_path / "loud" / "system.yaml").write_text(SYSTEM)
    (tmp_path / "loud" / "thing.yaml").write_text(ENTRY)
    settings = {"HERE": f"http://127.0.0.1:{server.server_address[1]}/", "CHROMIUM": "/usr/bin/chromium",
                "CHROMEDRIVER": "/usr/bin/chromedriver"}  # fmt: skip
    built = build_backoffices(tmp_path, settings, {"U": "robot", "P": SECRET}.__getitem__)
    made = built["loud"]
    assert isinstance(made, WebBackOffice)
    yield made
    built.close()
    server.shutdown()
    server.server_close()


def darkest_and_lightest(picture: bytes, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """The extremes of grey inside a box."""
    low, high = Image.open(io.BytesIO(picture)).convert("L").crop(box).getextrema()
    return int(low), int(high)  # type: ignore[arg-type]


def test_a_seeded_secret_is_seen_nowhere(
    robot: WebBackOffice, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """With every logger open: the page holds it, the picture is black there, and no word of ours has it."""
    caplog.set_level(logging.DEBUG)
    robot.warm()
    with robot._page() as page:  # noqa: SLF001 - to see that the page does show it
        assert SECRET in str(page.ask("document.body.innerText"))
        address = page.address
    picture = robot.picture(Record(id="1", values={}, address=address))
    assert picture is not None
    assert darkest_and_lightest(picture, (45, 205, 380, 220)) == (0, 0)
    assert darkest_and_lightest(picture, (45, 305, 500, 325)) == (0, 0)
    assert darkest_and_lightest(picture, (0, 0, 400, 60))[1] == 255  # the rest of the page is seen
    with pytest.raises(DovTechError) as failed:  # the page has no such fields: a message that tells what it has
        robot.write(Entry(key="k" * 32, system="loud", name="thing", version="1", values={"nombre": "a"}))
    out, err = capfd.readouterr()
    assert SECRET not in f"{failed.value!r}{caplog.text}{out}{err}"
    assert SECRET not in repr(vars(robot))
