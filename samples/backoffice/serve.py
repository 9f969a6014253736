"""Start the demonstration back-office: migrate, make the robot's account, serve, say "listening"."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import uvicorn
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


class Server(uvicorn.Server):
    """A server that says when it is ready, and for which a signal to stop is a success."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            sys.stdout.write(f"listening http://{host}:{port}\n")  # whoever started us waits for this line
            sys.stdout.flush()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, do not raise the signal again after the orderly stop: the exit code is 0."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8200, help="0 takes a free one and says which")
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the secret key")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    os.environ["BACKOFFICE_DATA"] = str(arguments.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "municipal.settings"  # never the one inherited from the desk
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        sys.exit(f"backoffice: {wrong}")
    call_command("prepare")
    Server(
        uvicorn.Config(
            "municipal.asgi:application",
            host=arguments.host,
            port=arguments.port,
            lifespan="off",
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=3,
        )
    ).run()


if __name__ == "__main__":
    main()
