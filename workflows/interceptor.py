"""The one place where our errors become Temporal's: by code, without personal data, saying whether a retry can help."""

from __future__ import annotations

import logging
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory, CancelledError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from casework.errors import DovTechError, Refused
from workflows.policies import TRIES_OF_THE_UNFORESEEN

_log = logging.getLogger(__name__)


class ErrorTranslation(Interceptor):
    """Gives every activity the same way to fail."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - theirs
        return _Translating(next)


class _Translating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        try:
            return await super().execute_activity(input)
        except DovTechError as error:
            raise _told(error) from None
        except (ApplicationError, CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 - the top of every activity: what nobody foresaw ends here
            # The message may quote a citizen's data, so only the kind of error and its place are told.
            _log.error("unforeseen %s in %s at %s", type(error).__name__, activity.info().activity_type, _place(error))
            given_up = activity.info().attempt >= TRIES_OF_THE_UNFORESEEN
            raise ApplicationError(
                f"{type(error).__name__} at {_place(error)}", type="UNEXPECTED", non_retryable=given_up
            ) from None


def _told(error: DovTechError) -> ApplicationError:
    # A refusal may quote a back-office's own words, and the SDK logs the message of every failure but a benign one.
    refused = isinstance(error, Refused)
    if refused:
        _log.warning("%s in %s", error.code, activity.info().activity_type)
    category = ApplicationErrorCategory.BENIGN if refused else ApplicationErrorCategory.UNSPECIFIED
    return ApplicationError(str(error), type=error.code, non_retryable=not error.retryable, category=category)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
