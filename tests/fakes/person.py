"""Somebody at a browser, signed in at the desk of a running office."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from dovtech import up
from dovtech.settings import Settings

SWITCHES = "--headless=new --no-sandbox --disable-gpu --no-first-run --window-size=1366,900"
PATIENCE = 180  # seconds; reading a scan on a busy machine takes a while
PASSWORD = "una clave bien larga 7"
AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


class Person:
    """Somebody at a browser, signed in at the desk."""

    def __init__(self, driver: webdriver.Chrome, desk: str) -> None:
        self.driver, self.desk = driver, desk

    def open(self, path: str) -> None:
        """Go to a page of the desk."""
        self.driver.get(f"{self.desk}{path}")

    def find(self, css: str) -> WebElement:
        """The first of its kind that can be seen, once there is one."""
        return self.until(
            lambda driver: next((e for e in driver.find_elements(By.CSS_SELECTOR, css) if e.is_displayed()), None), css
        )

    def until(self, happened: Callable[[webdriver.Chrome], object], what: str) -> WebElement:
        """Wait for something."""
        return WebDriverWait(self.driver, PATIENCE, ignored_exceptions=[Exception]).until(happened, what)

    def reads(self, css: str) -> str:
        """What the first of its kind says, however often a live change puts a new one in its place meanwhile."""
        return str(self.until(lambda _: self.find(css).text, css))

    def at_rest(self, element: WebElement) -> WebElement:
        """The element once it has stopped moving: what is looked at is scrolled into sight."""
        seen: list[dict[str, int]] = []

        def stands(_: object) -> bool:
            seen.append(element.rect)
            return len(seen) > 1 and seen[-1] == seen[-2]

        self.until(stands, "it stands still")
        return element

    def sees(self, *texts: str) -> None:
        """Wait until the page says all of it."""
        self.until(
            lambda driver: all(text in driver.find_element(By.TAG_NAME, "body").text for text in texts), str(texts)
        )

    def sees_within(self, seconds: float, text: str) -> None:
        """Wait longer than for most things until the page says it."""
        WebDriverWait(self.driver, seconds, ignored_exceptions=[Exception]).until(
            lambda driver: text in driver.find_element(By.TAG_NAME, "body").text, text
        )

    def press(self, *keys: str, held: str = "") -> None:
        """Press keys, the first one held where it is a modifier; nobody touches a mouse."""
        chain = ActionChains(self.driver)
        chain = chain.key_down(held) if held else chain
        chain = chain.send_keys(*keys)
        (chain.key_up(held) if held else chain).perform()

    @property
    def focused(self) -> WebElement:
        """What the keyboard is in."""
        return self.driver.switch_to.active_element

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.driver.current_url.removeprefix(self.desk)

    def faults(self) -> list[str]:
        """What axe finds wrong on the page, by WCAG 2.1 A and AA."""
        self.driver.execute_script(AXE)
        found = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, arguments[0]).then((result) => done(result.violations));",
            RULES,
        )
        return [f"{self.path}: {one['id']} {node['target']}" for one in found for node in one["nodes"]]

    def fits(self) -> bool:
        """Whether nothing of the page has to be scrolled sideways."""
        script = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        return bool(self.driver.execute_script(script))

    def narrow(self, width: int) -> None:
        """Look through so many CSS pixels; 320 are 1280 enlarged to 400 %."""
        size = {"width": width, "height": 640, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def as_wide_as_before(self) -> None:
        """Look through the whole window again."""
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def sign_in(self, name: str) -> None:
        """Come in by name and password."""
        self.open("/sign-in")
        self.find("#id_username").send_keys(name)
        self.find("#id_password").send_keys(PASSWORD, Keys.ENTER)
        self.sees("Bandeja")

    def hand_in(self, *paths: Path) -> str:
        """Bring papers to the counter as one application and wait for the proposal; the case's number."""
        self.open("/submit")
        self.find("#files").send_keys("\n".join(map(str, paths)))
        self.find("main form button.main").click()
        self.find("a.button.main[href$='/review']")  # the page has stopped renewing itself
        return self.reads(".number")


def browser(installation: Settings, *, scripts: bool = True) -> Person:
    """A browser in which nobody is signed in yet; with `scripts` off the desk's pages run none."""
    options = webdriver.ChromeOptions()
    options.binary_location = installation.chromium
    options.add_experimental_option("prefs", {"intl.accept_languages": "es"})
    for switch in SWITCHES.split():
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(installation.chromedriver))
    if not scripts:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    return Person(driver, up.addresses(installation).desk)
