"""Made-up systems on a free port of this process: what they hold, which failures are next, and how they are served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Plan:
    """Who is signed in, which forms were given out, and the failures that are planned."""

    sessions: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    plan: list[str] = field(default_factory=list)

    def planned(self, fault: str) -> bool:
        """Whether that failure is next; it then is over."""
        if fault in self.plan:
            self.plan.remove(fault)
            return True
        return False


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], **holding: object) -> Iterator[str]:
    """The address of a server whose handlers share what they hold."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), holding))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
