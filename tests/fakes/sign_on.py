"""The council's single sign-on, small: an OpenID Connect provider on this machine that says who somebody is."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT, KEY = "desk", "a key of at least thirty-two bytes, for tests"


@dataclass
class SignOn:
    """Where it answers, whom it vouches for next, and the forms that came to its token address."""

    issuer: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    @property
    def configuration(self) -> dict[str, str]:
        """What it tells of itself."""
        return {"issuer": self.issuer} | {
            name: f"{self.issuer}/{name}"
            for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        }

    @property
    def tokens(self) -> dict[str, str]:
        """The answer to a code."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, algorithm="HS256")}


@contextmanager
def running() -> Iterator[SignOn]:
    """The provider, until the block ends."""
    told = SignOn()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(dict(told.claims) if "userinfo" in urlsplit(self.path).path else told.configuration)

        def do_POST(self) -> None:
            told.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self._give(told.tokens)

        def _give(self, answer: Mapping[str, str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
