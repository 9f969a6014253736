"""Reaching Temporal: an outside cluster by the standard variables, or the server this machine runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime

from casework.errors import Misconfigured, Unavailable
from dovtech.settings import Settings
from workflows.search import TYPES

CONNECT_LIMIT = 10.0  # seconds


def server_command(settings: Settings) -> list[str]:
    """How the embedded server is started; the pragmas make it three times as fast and lose nothing to a kill."""
    if not Path(settings.temporal_bin).exists():
        raise Misconfigured(
            f"the Temporal server {settings.temporal_bin!r} is not there",
            remedy="run `make install`",
        )
    attributes = [f"--search-attribute={name}={kind}" for name, kind in TYPES.items()]
    return [
        settings.temporal_bin, "server", "start-dev",
        "--ip", settings.host,
        "--port", str(settings.ports.temporal),
        "--ui-port", str(settings.ports.temporal_ui),
        "--ui-codec-endpoint", f"http://{settings.host}:{settings.ports.desk}/codec",
        "--db-filename", str(settings.temporal_database),
        "--sqlite-pragma", "journal_mode=WAL",
        "--sqlite-pragma", "synchronous=NORMAL",
        "--log-level", "error",
        *attributes,
    ]  # fmt: skip


async def connect(settings: Settings, converter: DataConverter, *, runtime: Runtime | None = None) -> Client:
    """A client of the cluster in force; raises Unavailable with the command that starts one."""
    config = dict(ClientConfig.load_client_connect_config())
    if not settings.outside_cluster:
        config["target_host"] = f"{settings.host}:{settings.ports.temporal}"
    try:
        return await asyncio.wait_for(
            Client.connect(**config, data_converter=converter, runtime=runtime),  # type: ignore[arg-type]
            CONNECT_LIMIT,
        )
    except (RuntimeError, TimeoutError) as error:
        raise Unavailable(
            f"Temporal is not there at {config.get('target_host')}", remedy="start it with `dovtech up`"
        ) from error
