"""An electronic office: the notifications' protocol over real HTTP on a free port."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a token"


@dataclass
class ElectronicOffice:
    """What was made available, by code; `status` is answered instead where it is set."""

    there: dict[str, dict[str, Any]] = field(default_factory=dict)
    status: int = 0
    body: bytes | None = None
    address: str = ""

    def opened(self, code: str, day: str, state: str = "opened") -> None:
        """The citizen opens it, or the law takes it for rejected."""
        self.there[code] |= {"state": state, "day": day}


@contextmanager
def electronic_office() -> Iterator[ElectronicOffice]:
    """Serve until the block ends."""
    office = ElectronicOffice()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code = self.path.rpartition("/")[2]
            if self._allowed():
                made = {"receipt": f"N-{len(office.there) + 1}", "state": "available", "sent": sent}
                self._answer(200, office.there.setdefault(code, made))

        def do_GET(self) -> None:
            if self._allowed():
                known = office.there.get(self.path.rpartition("/")[2])
                self._answer(200 if known else 404, known or {})

        def _allowed(self) -> bool:
            wrong = self.headers["Authorization"] != f"Bearer {TOKEN}"
            if office.status or wrong:
                self._answer(office.status or 401, {})
            return not (office.status or wrong)

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps({key: value for key, value in told.items() if key != "sent"}).encode()
            body = office.body if office.body is not None else body
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    office.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
