"""The web server of the desk: how its answers leave."""

from __future__ import annotations

import socket

from dovtech.web import Undelayed


def test_what_is_accepted_sends_at_once() -> None:
    """Else the body of an answer waits for the acknowledgement of its head, with several processes."""
    listening = Undelayed("dovtech.web:served", host="127.0.0.1", port=0, log_level="critical").bind_socket()
    with listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
