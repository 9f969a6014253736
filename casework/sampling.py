"""How often values that nobody looked at are wrong, by asking a person about a few of them.

A sample tells a rate with an interval (Clopper and Pearson 1934), which holds whatever the rate is.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass

TARGET_ERROR = 0.005
"""The share of wrong values among those filed unseen that is promised not to be passed."""
_FEWEST_WRONG = 2  # one slip alone breaks no promise: people mistype as well
_STEPS = 60  # halvings: more than a float can tell apart


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """`wrong` of `asked`, with the interval in which the true rate lies with a probability of 95 %."""

    wrong: int
    asked: int

    @property
    def rate(self) -> float:
        """The share that was wrong; 0 where nothing was asked."""
        return self.wrong / self.asked if self.asked else 0.0

    @property
    def low(self) -> float:
        """The least the true rate may be."""
        return _lowest(self.wrong, self.asked) if self.wrong else 0.0

    @property
    def high(self) -> float:
        """The most the true rate may be; 1 where nothing was asked."""
        return 1.0 - _lowest(self.asked - self.wrong, self.asked) if self.wrong < self.asked else 1.0

    @property
    def broken(self) -> bool:
        """Whether the promise is broken beyond what chance explains."""
        return self.wrong >= _FEWEST_WRONG and self.low > TARGET_ERROR


def _lowest(hits: int, asked: int) -> float:
    """The rate at which so many hits or more come with a probability of 2.5 %."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_least(hits, asked, middle) < 0.025:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(hits: int, asked: int, rate: float) -> float:
    """The probability of `hits` or more of `asked`, each with a probability of `rate` strictly between 0 and 1."""
    return math.fsum(
        math.exp(_log_choices(asked, count) + count * math.log(rate) + (asked - count) * math.log1p(-rate))
        for count in range(hits, asked + 1)
    )


def _log_choices(asked: int, count: int) -> float:
    return math.lgamma(asked + 1) - math.lgamma(count + 1) - math.lgamma(asked - count + 1)


def drawn(number: str, share: float, key: str) -> bool:
    """Whether a case is in the sample: the same answer every time, and nobody without the key can tell before."""
    digest = hmac.new(key.encode(), number.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share
