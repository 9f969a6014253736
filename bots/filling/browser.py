"""A private Chromium through `RPA.Browser.Selenium`: nothing downloaded, nothing shared, nothing left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
    UnexpectedAlertPresentException,
    WebDriverException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

from bots.filling import libraries, scripted
from bots.filling.doubt import Unanswered
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged

_LEASH = Path(__file__).parent / "leash.py"
_LONGEST_TMPDIR = 35  # the browser's socket lies below it, and the path of a socket has 107 characters at most
# What opens connections before they are needed; see `made_ready`.
_GUESSING = (
    "LoadingPredictorUseOptimizationGuide", "SpeculativePreconnect", "NavigationPredictor", "PreconnectToSearch",
    "PrerenderOmniBox", "LoadingPredictorPrefetch", "LoadingOnlyLearnHighPriorityResources",
)  # fmt: skip
_BEYOND = """const page = document.documentElement;
return page.scrollHeight > innerHeight || page.scrollWidth > innerWidth"""
_CHANGED = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    NoSuchElementException,
    StaleElementReferenceException,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Where the browser and its driver are."""

    chromium: str
    driver: str


class _LeashedService(Service):
    """The driver as the leash's child: it ends with this process, however that ends."""

    def __init__(self, driver: str, folder: str) -> None:
        # Its scratch files, too, belong in the folder that is wiped. No variable of ours reaches the browser.
        environment = {"HOME": folder, "TMPDIR": folder, "PATH": os.defpath, "LANG": "es_ES.UTF-8"}
        # The leash must outlive us by a moment, also where our whole process group is killed at once.
        super().__init__(executable_path=sys.executable, env=environment, popen_kw={"start_new_session": True})
        self._command = ["-S", "-E", str(_LEASH), folder, driver]

    def command_line_args(self) -> list[str]:
        return [*self._command, *super().command_line_args()]


class Browser:
    """One browser with its own profile; used by one thread at a time."""

    def __init__(self, programs: Programs, *, answer: float) -> None:
        _check(programs)
        self._library = libraries.selenium()
        self._folder = tempfile.mkdtemp(prefix="dovtech-browser-")
        try:
            self._start(programs, answer)
        except BackOfficeDown:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def _start(self, programs: Programs, answer: float) -> None:
        with translated():
            self._library.create_webdriver(
                "Chrome",
                options=_options(programs.chromium, self._folder),
                service=_LeashedService(programs.driver, self._folder),
            )
            self.driver.set_page_load_timeout(answer)
            made_ready(self.driver)
            self.driver.command_executor.client_config.timeout = answer + 10  # a hung driver, not a slow page

    @property
    def driver(self) -> Any:
        return self._library.driver

    def keep(self, name: str, data: bytes) -> Path:
        """A file in the private folder, wiped with it: what is uploaded."""
        folder = Path(self._folder) / "uploads" / hashlib.sha256(data).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / Path(name).name
        path.write_bytes(data)
        return path

    def picture(self) -> bytes:
        """The whole page as PNG, also what lies below the window's edge."""
        beyond = self.driver.execute_script(_BEYOND)  # a page is laid out anew for a picture beyond its window
        shot = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": beyond, "optimizeForSpeed": True}
        )
        return b64decode(shot["data"])

    def close(self) -> None:
        """End the browser and wipe its profile; a browser that is dead already is as good as ended."""
        try:
            self._library.close_all_browsers()
        except (WebDriverException, HTTPError, OSError):
            self.driver.service.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def made_ready(driver: Any) -> None:
    """Have this window's pages begin with our script, and each of its requests go over a connection of its own.

    Where a connection that was kept, or opened on a guess, is cut before an answer came, Chromium by itself sends the
    request again, a submit too: the record would be there twice (`HttpNetworkTransaction::ShouldResendRequest`).
    """
    scripted.everywhere(driver)
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Connection": "close"}})


def _check(programs: Programs) -> None:
    """Raise Misconfigured for what would only show as a browser that does not start."""
    for program in (programs.chromium, programs.driver):
        if not os.access(program, os.X_OK):
            raise Misconfigured(f"there is no program {program}", remedy="install chromium and chromium-driver")
    if len(tempfile.gettempdir()) > _LONGEST_TMPDIR:
        raise Misconfigured(f"{tempfile.gettempdir()} is too long a path for a browser", remedy="set a shorter TMPDIR")


def _options(chromium: str, folder: str) -> Options:
    options = Options()
    options.binary_location = chromium
    options.unhandled_prompt_behavior = "dismiss and notify"  # a question nobody foresaw is never answered with yes
    options.page_load_strategy = "eager"  # pictures and styles need not be there; every step waits for what it names
    for argument in (
        "--headless=new",
        f"--user-data-dir={folder}/profile",
        "--window-size=1280,1600",  # most forms show whole in it
        "--lang=es-ES",
        "--no-first-run",
        "--disable-gpu",
        "--disable-breakpad",  # its crash reporter leaves the process group
        "--disable-dev-shm-usage",  # containers give /dev/shm too little
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--dns-prefetch-disable",
        f"--disable-features={','.join(_GUESSING)}",
    ):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses to run as root; use another account
    options.add_experimental_option(
        "prefs",
        {
            "download.default_directory": f"{folder}/downloads",
            "credentials_enable_service": False,
            "autofill.profile_enabled": False,
            "net.network_prediction_options": 2,  # never; see `made_ready`
        },
    )
    return options


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the browser raises into our errors.

    A thing that is not there or not usable is a changed page, the rest is a system that is down. Selenium's own texts
    quote pages and addresses, so none is carried on.
    """
    try:
        yield
    except _CHANGED as wrong:
        raise PageChanged(f"the page changed under the robot ({type(wrong).__name__})") from None
    except UnexpectedAlertPresentException as asked:
        raise EntryRefused(str(asked.alert_text or "the page asked something"), remedy="see the page's words") from None
    except TimeoutException:
        raise Unanswered("the page did not load in time") from None
    except WebDriverException as wrong:
        raise BackOfficeDown(f"the browser could not go on ({type(wrong).__name__})") from None
    except (HTTPError, OSError) as wrong:
        raise BackOfficeDown(f"the browser is gone ({type(wrong).__name__})") from None
