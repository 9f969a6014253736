"""Two watchers that are killed at any step, and a server that is restarted: each message is accounted for once."""

from __future__ import annotations

from collections.abc import Callable

from fakes.dovecot import Dovecot
from fakes.mail_storm import Storm


async def test_each_message_is_one_case_or_set_aside(make_dovecot: Callable[..., Dovecot]) -> None:
    """Whatever was killed, nothing is lost, doubled or left in the inbox."""
    storm = Storm(make_dovecot())
    people = storm.deliver(90)
    await storm.blow(kills=6, seed=1)
    assert (storm.deaths >= 6, len(storm.register.cases), storm.started) == (True, people, set(storm.register.cases))
    assert len(storm.register.aside) == 90 - people
    outcomes = storm.outcomes()
    assert (outcomes[""], outcomes.total(), storm.server.flags()) == (0, 90, [])
