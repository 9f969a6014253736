"""Two more systems that nothing in the product mentions, awkward in other ways: a portal and a desk of incidents.

The portal is one page drawn by scripts: a wizard, lists that hold only the options in sight, a calendar to be leafed
through, masks, shadow roots, a toast that comes before the answer, a list of records without a search. The desk is
drawn by its server: menus that open under the pointer, an editor in a frame, a person chosen in a window of its own,
a calendar that lies over the form, a page that asks to confirm, forms behind a token.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fakes.serving import Plan, served

_PORTAL = (Path(__file__).parent / "awkward_app.html").read_text(encoding="utf-8")
_DESK_FORM = (Path(__file__).parent / "awkward_desk.html").read_text(encoding="utf-8")
_ROWS = 4


@dataclass
class Held(Plan):
    """What both systems hold."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    incidents: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def awkward_apps() -> Iterator[tuple[str, Held]]:
    """Both systems on a free port, in this process; their address and what they hold."""
    held = Held()
    with served(_Handler, held=held) as address:
        yield address, held


class _Handler(BaseHTTPRequestHandler):
    held: Held
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/portal/":
            self._answer(200, _PORTAL)
        elif place.path.startswith("/portal/api/"):
            self._portal(place.path.removeprefix("/portal/api/"), query, None)
        elif place.path.startswith("/desk/"):
            self._desk(place.path.removeprefix("/desk/"), query, {})
        else:
            self._answer(404, "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        place = urlsplit(self.path)
        if place.path.startswith("/portal/api/"):
            self._portal(place.path.removeprefix("/portal/api/"), {}, json.loads(body))
        else:
            given = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
            self._desk(place.path.removeprefix("/desk/"), {}, given)

    def _answer(self, status: int, text: str, *, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self, data: object, *, status: int = 200, **headers: str) -> None:
        self._answer(status, json.dumps(data), kind="application/json", **headers)

    def _session(self, name: str) -> str:
        cookies = dict(part.strip().partition("=")[::2] for part in (self.headers.get("Cookie") or "").split(";"))
        return cookies.get(name, "")

    # The portal ---------------------------------------------------------------------------------------------------

    def _portal(self, what: str, query: dict[str, str], given: Any) -> None:
        held = self.held
        if what == "token":
            held.tokens.add(token := secrets.token_hex(6))
            self._json({"token": token})
        elif what == "login":
            known = given == {"u": "robot", "p": "secreto"} and self.headers["X-Token"] in held.tokens
            held.sessions.add(session := secrets.token_hex(6))
            self._json({}, status=200 if known else 403, **({"Set_Cookie": f"pid={session}"} if known else {}))
        elif held.planned(f"session ends at {what}") or self._session("pid") not in held.sessions:
            held.sessions.discard(self._session("pid"))
            self._json({}, status=401)
        else:
            self._work(what, query, given)

    def _work(self, what: str, query: dict[str, str], given: Any) -> None:
        requests = self.held.requests
        if what == "list":
            page, pages = int(query["page"]), max(1, -(-len(requests) // _ROWS))
            shown = [
                {"id": place, "key": one.get("key", ""), "name": one["name"]} for place, one in enumerate(requests)
            ]
            self._json({"rows": shown[::-1][(page - 1) * _ROWS : page * _ROWS], "pages": pages})
        elif what == "get":
            self._json(requests[int(query["id"])])
        elif what == "annul":
            requests[given["id"]]["annulled"] = True
            self._json({})
        elif what == "validate":
            wrong = {} if len(given.get("nif", "")) == 9 else {"nif": "El NIF no es correcto"}
            self._json({"errors": wrong})
        elif given.get("barrio") == "San Blas":
            self._json({"errors": {"barrio": "No hay plazas en ese barrio"}}, status=422)
        else:
            requests.append({**given, "number": f"2026/{len(requests) + 1:05}"})
            self._json({})

    # The desk of incidents ----------------------------------------------------------------------------------------

    def _desk(self, what: str, query: dict[str, str], given: dict[str, str]) -> None:
        held = self.held
        if what == "editor":
            self._answer(200, "<html><body><p><br></p><script>document.designMode='on'</script></body></html>")
        elif what == "login" and given:
            if given.get("user") != "robot" or given.get("clave") != "secreto" or given.get("t") not in held.tokens:
                self._page("<p class=mensaje-error>Usuario o contraseña incorrectos</p>" + self._form_of_login())
                return
            held.sessions.add(session := secrets.token_hex(6))
            self._answer(303, "", Set_Cookie=f"did={session}", Location="/desk/")
        elif held.planned(f"session ends at {what}") or self._session("did") not in held.sessions:
            self._page(self._form_of_login())
        elif what == "people":
            self._people(query)
        elif what == "new":
            self._new(given)
        elif what == "confirm":
            self._confirm(given)
        elif what == "search":
            found = [(n, one) for n, one in enumerate(held.incidents, 1) if one["ref"] == query.get("q")]
            rows = "".join(f"<tr><td>{n}<td>{escape(one['subject'])}<td><a href=/desk/view?n={n}>Abrir</a>"
                           for n, one in found)  # fmt: skip
            told = f"<table><tbody>{rows}</tbody></table>" if found else "<p>La búsqueda no ha dado resultados.</p>"
            self._page(f"<h1>Búsqueda</h1>{told}")
        elif what == "view":
            self._view(int(query["n"]))
        else:
            self._page("<h1>Inicio</h1>" + _MENU)

    def _page(self, body: str, status: int = 200) -> None:
        self._answer(status, f"<!doctype html><html lang=es><title>Incidencias</title><body>{body}")

    def _form_of_login(self) -> str:
        self.held.tokens.add(token := secrets.token_hex(6))
        return (f"<h1>Acceso de empleados</h1><form method=post action=/desk/login>"
                f"<input type=hidden name=t value={token}><table><tr><td>Usuario:<td><input name=user>"
                "<tr><td>Contraseña:<td><input type=password name=clave></table>"
                "<input type=submit value=Entrar></form>")  # fmt: skip

    def _people(self, query: dict[str, str]) -> None:
        known = {"12345678Z": "Ana Soler Mas", "87654321X": "Blai Pons Vidal"}
        rows = "".join(
            f"<tr><td>{who}<td>{name}<td><a href=# onclick=\"opener.document.getElementById('who').value='{name}';"
            f"opener.document.getElementById('whoid').value='{who}';window.close();return false\">Seleccionar</a>"
            for who, name in known.items() if query.get("q", "") == who
        )  # fmt: skip
        self._page("<h1>Personas</h1><form><label>Documento <input name=q></label><button>Buscar</button></form>"
                   f"<table><tbody>{rows}</tbody></table>")  # fmt: skip

    def _new(self, given: dict[str, str]) -> None:
        self.held.tokens.add(token := secrets.token_hex(6))
        if not given:
            self._page("<h1>Nueva incidencia</h1>" + _DESK_FORM.replace("TOKEN", token))
        elif not given.get("subject"):
            self._page("<h1>Nueva incidencia</h1><ul class=mensaje-error><li>El campo Asunto es obligatorio</ul>"
                       + _DESK_FORM.replace("TOKEN", token))  # fmt: skip
        elif self.held.planned("token gone") or given["t"] not in self.held.tokens:
            self._page("<h1>Error 403</h1><p>El formulario ha caducado.</p>", 403)
        else:
            kept = "".join(
                f'<input type=hidden name="{name}" value="{escape(value)}">' for name, value in given.items()
            )
            self._page("<h1>Confirme los datos</h1><form method=post action=/desk/confirm>" + kept
                       + "<button>Volver</button> <button name=ok value=1>Confirmar</button></form>")  # fmt: skip

    def _confirm(self, given: dict[str, str]) -> None:
        if given.pop("t") in self.held.tokens:
            self.held.tokens.clear()  # a second submit of the same form is none
            self.held.incidents.append(given)
        if self.held.planned("answer lost"):
            self.close_connection = True
            return
        self._page("<h1>Incidencia guardada</h1><p>Gracias.</p>")

    def _view(self, number: int) -> None:
        one = self.held.incidents[number - 1]
        facts = {"Asunto": "subject", "Interesado": "who", "Categoría": "cat", "Fecha": "date", "Etiquetas": "tags",
                 "Referencia": "ref"}  # fmt: skip
        rows = "".join(
            f"<tr><th>{label}</th><td>{escape(one.get(name, ''))}</td></tr>" for label, name in facts.items()
        )
        self._page(f"<h1>Incidencia {number}</h1><table>{rows}<tr><th>Descripción<td>{one['body']}</table>"
                   "<aside>Atendida por 21456083Q rosa.ferrer@example.org</aside>")  # fmt: skip


_MENU = """<style>.m ul{display:none}.m:hover ul{display:block}</style><div class=m><span>Gestión ▾</span>
<ul><li><a href=/desk/new>Nueva incidencia</a></li><li><a href=/desk/search>Buscar</a></li></ul></div>"""
