"""Every failure of an activity becomes Temporal's in one way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory, CancelledError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from casework import errors
from casework.errors import DovTechError
from workflows.interceptor import ErrorTranslation
from workflows.policies import TRIES_OF_THE_UNFORESEEN


class Outcome(ActivityInboundInterceptor):
    """The activity itself: does what it is told."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        return self._act()


def failing(error: BaseException) -> Callable[[], object]:
    """An activity that fails so."""

    def act() -> object:
        raise error

    return act


async def execute(act: Callable[[], object], attempt: int = 1) -> Any:
    """Run the activity through the translation, as its attempt of that number."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=attempt, activity_type="extract")
    translating = ErrorTranslation().intercept_activity(Outcome(act))
    given = ExecuteActivityInput(fn=act, args=(), executor=None, headers={})
    return await environment.run(translating.execute_activity, given)


def classes(root: type[DovTechError] = DovTechError) -> list[type[DovTechError]]:
    """Every class of the tree that the program raises."""
    below = [found for child in root.__subclasses__() for found in classes(child)]
    return [root, *(found for found in below if found.__module__ == errors.__name__)]


async def test_what_succeeds_passes() -> None:
    """The result is the activity's."""
    assert await execute(lambda: "done") == "done"


@pytest.mark.parametrize("kind", classes())
async def test_each_of_our_errors_keeps_its_code(kind: type[DovTechError]) -> None:
    """Type, message and whether a retry helps are the error's own."""
    with pytest.raises(ApplicationError) as failed:
        await execute(failing(kind("no", remedy="do")))
    assert (failed.value.type, failed.value.message, failed.value.non_retryable) == (
        kind.code, "no — do", not kind.retryable,
    )  # fmt: skip
    assert failed.value.__suppress_context__ is True


async def test_a_refusals_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A back-office may quote the citizen: the log gets the code, and Temporal's own log is told to be silent."""
    with caplog.at_level(logging.DEBUG), pytest.raises(ApplicationError) as failed:
        await execute(failing(errors.EntryRefused("Amparo is there already")))
    assert failed.value.category is ApplicationErrorCategory.BENIGN
    assert ("ENTRY_REFUSED in extract" in caplog.text, "Amparo" in caplog.text) == (True, False)


@pytest.mark.parametrize("error", [ApplicationError("mine", type="X"), CancelledError("stop")])
async def test_temporals_own_errors_pass_as_they_are(error: Exception) -> None:
    """They are translated already."""
    with pytest.raises(type(error)) as failed:
        await execute(failing(error))
    assert failed.value is error


async def test_an_unforeseen_error_says_its_kind_and_place_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Neither history nor log gets a message that may quote the citizen."""
    with caplog.at_level(logging.ERROR), pytest.raises(ApplicationError) as failed:
        await execute(failing(ValueError("48576231R")))
    assert (failed.value.type, failed.value.non_retryable) == ("UNEXPECTED", False)
    assert failed.value.message.startswith("ValueError at act:")
    assert "unforeseen ValueError in extract at act:" in caplog.text
    assert "48576231R" not in caplog.text + failed.value.message


@pytest.mark.parametrize(
    ("attempt", "given_up"), [(TRIES_OF_THE_UNFORESEEN - 1, False), (TRIES_OF_THE_UNFORESEEN, True)]
)
async def test_an_unforeseen_error_is_given_up_after_some_tries(attempt: int, given_up: bool) -> None:  # noqa: FBT001
    """Then a person is told."""
    with pytest.raises(ApplicationError) as failed:
        await execute(failing(KeyError("x")), attempt)
    assert failed.value.non_retryable is given_up
