"""The desk and, under the same sign-in, the codec endpoint of the Temporal UI, in one web server."""

from __future__ import annotations

import multiprocessing
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any, cast

import uvicorn
from asgiref.sync import sync_to_async
from uvicorn.supervisors import Multiprocess

from dovtech import keys, up
from dovtech.codec_endpoint import CodecEndpoint, Receive, Scope, Send
from dovtech.desk_ports import ports
from dovtech.doors import doors_of
from dovtech.settings import load
from dovtech.supervisor import end_with_parent
from dovtech.wiring import Parts
from workflows.codec import EncryptionCodec

PATIENCE = 60  # seconds a process may be busy with one thing before another takes its place
STOP_LIMIT = 2  # seconds; a page that listens for changes would else keep the desk from stopping
KEPT_OPEN = 75  # seconds; a browser or a proxy that asks again meanwhile must not meet a line that is just being cut
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Undelayed(uvicorn.Config):
    """Answers leave at once.

    asyncio sees to that for sockets that say they are TCP, which uvicorn's for several processes do not: the body of
    each answer then waited some 40 ms until the browser had acknowledged the head (Nagle's algorithm, RFC 896).
    """

    def bind_socket(self) -> socket.socket:
        """The socket that all processes listen on; what they accept is as undelayed as it."""
        made = super().bind_socket()
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def serve(parts: Parts) -> None:
    """Serve until told to stop, by as many processes as the settings say; notices are carried by this one alone."""
    settings = parts.settings
    _ = parts.register
    from dovtech.postman import carrying  # it needs a configured Django

    with carrying():
        config = Undelayed(
            "dovtech.web:served",
            factory=True,
            workers=settings.desk_processes,
            host=settings.host,
            port=settings.ports.desk,
            log_level="warning",
            lifespan="off",
            server_header=False,
            proxy_headers=False,  # whose address is whose is for the desk to say, which knows how many proxies are ours
            timeout_graceful_shutdown=STOP_LIMIT,
            timeout_keep_alive=KEPT_OPEN,
            timeout_worker_healthcheck=PATIENCE,
        )
        sockets = [config.bind_socket()]
        if config.workers > 1:
            Multiprocess(config, sockets=sockets).run()
        else:
            uvicorn.Server(config).run(sockets=sockets)


def served() -> Any:
    """The application of one process of the desk, from its own environment; it ends when the desk does."""
    if multiprocessing.parent_process():
        end_with_parent()
    made = application(Parts(up.as_running(load())))  # our ASGI types are plainer than uvicorn's
    threading.Thread(target=prepare, name="prepare", daemon=True).start()
    return made


def prepare() -> None:
    """Do once, beside the first pages, what each first page of its kind would wait for."""
    from desk.rendering import prepare_pages
    from nlp import alternatives  # noqa: F401 - slow to import

    prepare_pages()


def application(parts: Parts) -> Asgi:
    """The ASGI application: `/codec/` is the Temporal UI's, everything else the desk's."""
    _ = parts.register
    from desk.server import application as desk_application
    from desk.setup import configure

    configure(
        database_url=parts.settings.database,
        secret_key=parts.secret("DESK_SECRET_KEY"),
        doors=doors_of(parts.settings, parts.secret),
        ports=ports(parts),
    )
    desk, codec = cast("Asgi", desk_application()), codec_endpoint(parts)

    async def serve_one(scope: Scope, receive: Receive, send: Send) -> None:
        wanted: Asgi = codec if scope["type"] == "http" and scope["path"].startswith("/codec/") else desk
        await wanted(scope, receive, send)

    return serve_one


def codec_endpoint(parts: Parts) -> CodecEndpoint:
    """Opens payloads for administrators who are signed in at the desk."""
    from desk.server import is_administrator

    async def may_read(headers: dict[str, str]) -> bool:
        return bool(await sync_to_async(is_administrator)(headers.get("cookie", "")))

    return CodecEndpoint(
        codec=EncryptionCodec(keys.key_ring(parts.settings)),
        origin=up.addresses(parts.settings).temporal_ui,
        may_read=may_read,
    )
