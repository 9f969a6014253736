"""The endpoint where the Temporal UI has payloads opened for an administrator who is signed in at the desk.

The UI sends payloads with the browser's cookies (its setting "Include cross-origin credentials"); nobody else's are
opened, and only pages of our own UI may ask.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.json_format import MessageToDict, Parse, ParseError
from temporalio.api.common.v1 import Payloads

from casework.errors import WrongKey
from workflows.codec import EncryptionCodec

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LIMIT = 8 * 1024 * 1024  # bytes of one request


@dataclass(frozen=True)
class CodecEndpoint:
    """ASGI application for POST /codec/decode and /codec/encode."""

    codec: EncryptionCodec
    origin: str
    may_read: Callable[[dict[str, str]], Awaitable[bool]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the UI."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("origin") != self.origin:
            await self._answer(send, 403, {"error": "only the Temporal UI of this installation may ask"})
        elif scope["method"] == "OPTIONS":
            await self._answer(send, 204, None)
        elif not await self.may_read(headers):
            await self._answer(send, 401, {"error": "sign in at the desk as an administrator"})
        else:
            await self._convert(scope["path"], await _body(receive), send)

    async def _convert(self, path: str, body: bytes | None, send: Send) -> None:
        work = {"decode": self.codec.decode, "encode": self.codec.encode}.get(path.rsplit("/", 1)[-1])
        if work is None or body is None:
            await self._answer(send, 404 if work is None else 413, {"error": "no such request"})
            return
        try:
            payloads = Parse(body, Payloads()).payloads
            done = Payloads(payloads=await work(payloads))
        except (ParseError, WrongKey) as error:
            await self._answer(send, 400, {"error": type(error).__name__})
            return
        await self._answer(send, 200, MessageToDict(done))

    async def _answer(self, send: Send, status: int, content: object) -> None:
        headers = [
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            (b"access-control-allow-origin", self.origin.encode()),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-allow-headers", b"content-type, x-namespace, authorization"),
            (b"access-control-allow-methods", b"POST, OPTIONS"),
            (b"vary", b"origin"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if content is None else json.dumps(content).encode()
        await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes | None:
    """The request's body, or None where it is beyond the limit."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > LIMIT:
            return None
        if not message.get("more_body"):
            return body
