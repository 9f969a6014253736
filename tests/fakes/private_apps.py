"""Two little systems that nothing in the product mentions: a single-page application and a ticket desk.

They are as awkward as what councils buy: ids that change with every drawing, saving by itself a moment after typing,
lists made of scripts, a shadow root, toasts that say "saved" too early; an editor in a frame, forms behind a token,
a page that asks whether the request was meant, sessions that end.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fakes.serving import Plan, served


@dataclass
class State(Plan):
    """What both systems hold."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    tickets: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def private_apps() -> Iterator[tuple[str, State]]:
    """Both systems on a free port, in this process; their address and what they hold."""
    state = State()
    with served(_Handler, state=state) as address:
        yield address, state


class _Handler(BaseHTTPRequestHandler):
    state: State
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/spa/":
            self._page(_SPA)
        elif place.path == "/spa/api/files":
            wanted = parse_qs(place.query).get("q", [""])[0]
            found = [one for one in self.state.files.values() if wanted in (one.get("key", ""), one["id"])]
            self._json(found)
        elif place.path == "/spa/api/units":
            wanted = parse_qs(place.query).get("q", [""])[0].lower()
            self._json([unit for unit in ("Urbanismo", "Urbanismo - Licencias", "Hacienda") if wanted in unit.lower()])
        elif place.path.startswith("/tickets/"):
            self._tickets(place.path, parse_qs(place.query), {})
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        place = urlsplit(self.path)
        if place.path == "/spa/api/files":
            number = f"EXP-{len(self.state.files) + 1:04}"
            self.state.files[number] = {"id": number}
            self._json({"id": number})
        elif place.path.startswith("/spa/api/files/"):
            told = json.loads(body)
            if "subjects are lost" in self.state.plan:
                told.pop("subject", "")  # and still says that it has saved
            self.state.files[place.path.rpartition("/")[2]].update(told)
            self._json({"ok": True})
        else:
            self._tickets(place.path, {}, parse_qs(body, keep_blank_values=True))

    def _json(self, data: object) -> None:
        self._answer(200, json.dumps(data).encode(), "application/json")

    def _page(self, html: str, *, cookie: str = "", status: int = 200) -> None:
        self._answer(status, html.encode(), "text/html; charset=utf-8", cookie=cookie)

    def _answer(self, status: int, body: bytes, kind: str, *, cookie: str = "", location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (("Set-Cookie", cookie), ("Location", location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    # The ticket desk ----------------------------------------------------------------------------------------------

    def _tickets(self, path: str, query: dict[str, list[str]], form: dict[str, list[str]]) -> None:
        state, given = self.state, {name: values[0] for name, values in form.items()}
        if path == "/tickets/editor":
            self._page("<body contenteditable=true></body>")
        elif path == "/tickets/login" and given:
            self._login(given)
        elif state.planned("session ends") or self._session() not in state.sessions:
            self._page(_frame("<h1>Acceso</h1><form method=post action=/tickets/login><label>Usuario<input name=user>"
                              "</label><label>Clave<input type=password name=password></label><button>Entrar</button>"
                              "</form>"))  # fmt: skip
        elif path == "/tickets/new" and given:
            self._save(given)
        elif path == "/tickets/new":
            if state.planned("csrf asks"):
                self._page(_frame("<h1>Posible falsificación</h1><p>¿Quería hacer esto?</p>"
                                  "<a href=/tickets/new>Continuar con la petición</a>"))  # fmt: skip
                return
            token = secrets.token_hex(8)
            state.tokens.add(token)
            self._page(_frame(_TICKET_FORM.replace("TOKEN", token)))
        elif path == "/tickets/search":
            wanted = query.get("q", [""])[0]
            found = [(n, one) for n, one in enumerate(state.tickets, 1) if one["reference"] == wanted]
            rows = "".join(f"<tr><td><a href=/tickets/{n} target=_blank>{n}</a><td>{_escaped(one['subject'])}"
                           for n, one in found)  # fmt: skip
            self._page(_frame(f"<h1>Resultados</h1><p>{len(found)} tickets</p><table><tbody>{rows}</tbody></table>"))
        elif path.rpartition("/")[2].isdigit():
            self._ticket(int(path.rpartition("/")[2]))
        else:
            self._page(_frame("<h1>Inicio</h1>"))

    def _login(self, given: dict[str, str]) -> None:
        if self.state.planned("log-in form expired"):
            self._answer(303, b"", "text/plain", location="/tickets/")
        elif given != {"user": "robot", "password": "secreto"}:
            self._page(_frame("<p role=alert>Usuario o clave incorrectos</p>"))
        else:
            session = secrets.token_hex(8)
            self.state.sessions.add(session)
            self._answer(303, b"", "text/plain", cookie=f"sid={session}", location="/tickets/")

    def _session(self) -> str:
        return (self.headers.get("Cookie") or "").rpartition("sid=")[2]

    def _save(self, given: dict[str, str]) -> None:
        if self.state.planned("token gone") or given.pop("token") not in self.state.tokens:
            self._page(_frame("<h1>Petición no válida (CSRF)</h1>"), status=403)
        elif not given["subject"].strip("x"):
            self._page(_frame("<div role=alert>El asunto no dice nada</div>" + _TICKET_FORM))
        else:
            self.state.tickets.append(given)
            self._answer(303, b"", "text/plain", location=f"/tickets/{len(self.state.tickets)}")

    def _ticket(self, number: int) -> None:
        one = self.state.tickets[number - 1]
        facts = {"Asunto": "subject", "Cola": "queue", "Prioridad": "priority", "Referencia": "reference",
                 "Fecha": "date"}  # fmt: skip
        shown = "".join(f"<div class=f><div class=k>{label}:</div><div class=v>{_escaped(one[name])}</div></div>"
                        for label, name in facts.items())  # fmt: skip
        self._page(_frame(f"<h1>Ticket #{number}</h1>{shown}<div class=article>{one['body']}</div>"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _frame(body: str) -> str:
    return f"<!doctype html><html lang=es><title>Mesa</title><body><nav><a href=/tickets/>Inicio</a></nav>{body}"


_TICKET_FORM = """<h1>Ticket nuevo</h1><form method=post action=/tickets/new id=f>
<input type=hidden name=token value=TOKEN><input type=hidden name=body id=b>
<label for=s>Asunto *</label><input id=s name=subject>
<fieldset><legend>Prioridad</legend><label><input type=radio name=priority value=normal>Normal</label>
<label><input type=radio name=priority value=alta>Alta</label></fieldset>
<label for=q>Cola</label><select id=q name=queue><option value="">-</option>
<option>Registro</option><option>Quejas</option></select>
<label for=d>Fecha</label><input id=d name=date type=date>
<label for=r>Referencia</label><input id=r name=reference maxlength=40>
<label for=t>Descripción</label><textarea id=t style="display:none"></textarea>
<div class=editor><iframe src=/tickets/editor title="Área de texto" style="height:80px"></iframe></div>
<button type=button onclick="if(confirm('¿Crear el ticket?')){document.getElementById('b').value=
document.querySelector('iframe').contentDocument.body.innerHTML;document.getElementById('f').submit()}">Crear</button>
</form>"""

# Every drawing gives new ids; typing is saved 300 ms after the last change; the toast says "Guardado" at once.
_SPA = (Path(__file__).parent / "private_app.html").read_text(encoding="utf-8")
