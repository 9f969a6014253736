"""Payloads are opened for administrators who ask from our own Temporal UI, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

from google.protobuf.json_format import MessageToJson, ParseDict
from temporalio.api.common.v1 import Payload, Payloads

from dovtech.codec_endpoint import LIMIT, CodecEndpoint
from workflows.codec import EncryptionCodec, KeyRing

UI = "http://127.0.0.1:8233"
CODEC = EncryptionCodec(KeyRing(current="k", keys={"k": b"k" * 32}))
SECRET = Payload(metadata={"encoding": b"json/plain"}, data=b'"48576231R"')


async def signed_in(headers: dict[str, str]) -> bool:
    """Whoever sends the right cookie."""
    return headers.get("cookie") == "administrator"


async def ask(
    body: bytes, *, path: str = "/codec/decode", method: str = "POST", origin: str = UI, cookie: str = "administrator"
) -> tuple[int, dict[str, Any]]:
    """The status and the answer to one request."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"origin", origin.encode()), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    await CodecEndpoint(codec=CODEC, origin=UI, may_read=signed_in)(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"] or b"{}")


async def sealed() -> bytes:
    """A sealed payload as the UI sends it."""
    return MessageToJson(Payloads(payloads=await CODEC.encode([SECRET]))).encode()


async def test_an_administrator_reads_a_payload() -> None:
    """The endpoint gives back what was sealed."""
    status, answer = await ask(await sealed())
    assert (status, list(ParseDict(answer, Payloads()).payloads)) == (200, [SECRET])


async def test_nobody_else_does() -> None:
    """Without the sign-in, or from another page, nothing is opened."""
    body = await sealed()
    assert (await ask(body, cookie="someone"))[0] == 401
    assert (await ask(body, origin="http://evil.example"))[0] == 403


async def test_the_browsers_question_before_is_answered() -> None:
    """A preflight from our UI is allowed without a sign-in: it carries none."""
    assert (await ask(b"", method="OPTIONS", cookie=""))[0] == 204


async def test_nonsense_is_refused() -> None:
    """No JSON, an unknown path, too much, or a foreign key: each has its status."""
    foreign = await EncryptionCodec(KeyRing(current="x", keys={"x": b"x" * 32})).encode([SECRET])
    assert (await ask(b"nonsense"))[0] == 400
    assert (await ask(MessageToJson(Payloads(payloads=foreign)).encode()))[0] == 400
    assert (await ask(b"{}", path="/codec/other"))[0] == 404
    assert (await ask(b" " * (LIMIT + 1)))[0] == 413
