"""The one door to rpaframework: its libraries are loaded at first use and are never allowed to talk.

Importing one takes a second and drags Robot Framework along, so nothing here happens at import.
"""

from __future__ import annotations

import logging
import threading
import warnings
from typing import Any

_LOADING = threading.Lock()

# Robot's logger tells typed values, headers and answers; selenium's tells every command with its text and picture;
# urllib3's tells addresses. What goes through a robot's hands is personal data: a root logger set to DEBUG by an
# administrator must not open them.
_TALKERS = {
    "RobotFramework": logging.CRITICAL,
    "RPA": logging.CRITICAL,
    "selenium": logging.WARNING,
    "urllib3": logging.ERROR,
}


def quiet() -> None:
    """Keep the libraries from logging what is typed, sent or seen."""
    for name, level in _TALKERS.items():
        logging.getLogger(name).setLevel(level)


def http() -> Any:
    """A new `RPA.HTTP` library."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, at import; ours stay errors
        from RPA.HTTP import HTTP  # noqa: PLC0415 - slow to import, see above
    quiet()
    return HTTP()


def database() -> Any:
    """A new `RPA.Database` library, without a connection yet."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, at import; ours stay errors
        from RPA.Database import Database  # noqa: PLC0415 - slow to import, see above
    quiet()
    library = Database()
    library.logger.setLevel(logging.CRITICAL)  # it tells statements and the values the database quotes
    return library


def excel() -> Any:
    """A new `RPA.Excel.Files` library, without a workbook yet."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, at import; ours stay errors
        from RPA.Excel.Files import Files  # noqa: PLC0415 - slow to import, see above
    quiet()
    return Files()


def vault() -> Any:
    """A `RPA.Robocorp.Vault`, by rpaframework's own variables."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, at import; ours stay errors
        from RPA.Robocorp.Vault import Vault  # noqa: PLC0415 - slow to import, see above
    quiet()
    return Vault()


def selenium() -> Any:
    """A new `RPA.Browser.Selenium` library, without a browser yet."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, at import; ours stay errors
        from RPA.Browser.Selenium import Selenium  # noqa: PLC0415 - slow to import, see above
    quiet()
    return Selenium(run_on_failure="NOTHING")  # by default it photographs the page into its log
