"""Ways to tell that a program is ready for work."""

from __future__ import annotations

import asyncio
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from casework.errors import Unavailable
from dovtech.supervisor import Healthy

_ANSWER_LIMIT = 2.0


def answers(url: str) -> Healthy:
    """Healthy once the address answers 200."""

    async def healthy(_pid: int) -> bool:
        return await asyncio.to_thread(_answers, url)

    return healthy


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_ANSWER_LIMIT) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def temporal_ready(address: str) -> Healthy:
    """Healthy once the server accepts a client and knows its namespace."""

    async def healthy(_pid: int) -> bool:
        try:
            client = await asyncio.wait_for(Client.connect(address), _ANSWER_LIMIT)
            return bool(await client.service_client.check_health()) and await _has_namespace(client)
        except (RuntimeError, TimeoutError, RPCError):
            return False

    return healthy


async def _has_namespace(client: Client) -> bool:
    async for _ in client.list_workflows(page_size=1, limit=1):
        break
    return True


def polls(client: Client, queues: Sequence[str]) -> Healthy:
    """Healthy once the process polls every one of the queues for activities."""

    async def healthy(pid: int) -> bool:
        return all([await _polled(client, queue, pid) for queue in queues])

    return healthy


async def _polled(client: Client, queue: str, pid: int) -> bool:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    try:
        described = await client.workflow_service.describe_task_queue(request)
    except RPCError:
        return False
    return any(poller.identity.startswith(f"{pid}@") for poller in described.pollers)


def require_free(host: str, port: int, *, what: str, variable: str) -> None:
    """Raise Unavailable, naming the port's use and how to choose another, where a port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Unavailable(
                f"port {port} for {what} is taken by another program", remedy=f"stop it, or choose another: {variable}"
            ) from None


def free_ports(host: str, count: int) -> list[int]:
    """Ports that nobody uses now, all different."""
    probes = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((host, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
