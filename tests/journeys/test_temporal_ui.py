"""What an administrator sees in the Temporal UI, in a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from fakes import paper
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from casework.application import Channel
from dovtech import up, wiring
from dovtech.settings import Settings
from dovtech.wiring import Parts

SWITCHES = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1360,1000"
)
PATIENCE = 40  # seconds; a busy machine draws the UI's pages slowly
PASSWORD = "una-Clave-larga-77"


class Administrator:
    """A person at a browser who finds things by what they are called."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def find(self, css: str) -> WebElement:
        """The first of its kind, once it can be seen."""
        return WebDriverWait(self.driver, PATIENCE).until(
            lambda driver: next((e for e in driver.find_elements(By.CSS_SELECTOR, css) if e.is_displayed()), None)
        )

    def click(self, css: str) -> None:
        """Click as a person: whatever the page's own drawing of a control lies over it."""
        self.driver.execute_script("arguments[0].click()", self.find(css))

    def sees(self, *texts: str) -> None:
        """Wait until the page says all of it."""
        WebDriverWait(self.driver, PATIENCE).until(
            lambda driver: all(text in driver.find_element(By.TAG_NAME, "body").text for text in texts),
            f"not on the page: {texts}",
        )

    def switches_column(self, name: str) -> None:
        """Show one more column in the list of cases, or one less."""
        self.driver.execute_script(
            "arguments[0].click()",
            WebDriverWait(self.driver, PATIENCE).until(
                lambda driver: driver.find_element(By.XPATH, f"(//li[normalize-space()='{name}']//button)[last()]")
            ),
        )


@pytest.fixture
def administrator(installation: Settings, parts: Parts) -> Iterator[Administrator]:
    """Signed in at the desk by the one-time link that `dovtech up` prints."""
    options = webdriver.ChromeOptions()
    options.binary_location = installation.chromium
    for switch in SWITCHES.split():
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(installation.chromedriver))
    person = Administrator(driver)
    with override_settings(SECRET_KEY=parts.secret("DESK_SECRET_KEY")):  # other tests may have configured Django first
        link = up.first_administrator(installation)
    assert link is not None
    driver.get(link)
    for name in ("new_password1", "new_password2"):
        person.find(f"input[name={name}]").send_keys(PASSWORD)
    person.find("main form button").click()
    WebDriverWait(driver, PATIENCE).until(lambda browser: "/password/" not in browser.current_url)
    yield person
    driver.quit()


async def test_an_administrator_follows_a_case_and_opens_what_is_sealed(
    administrator: Administrator, parts: Parts, installation: Settings, tmp_path: Path
) -> None:
    """The list tells stage and kind; a case tells its story; payloads open only for who is signed in at the desk."""
    cases = await parts.cases()
    taken = await asyncio.to_thread(
        parts.intake.take, [("propuesta.pdf", paper.proposal(77))], channel=Channel.COUNTER, received_at=wiring.now()
    )
    await cases.start(taken.number)
    await cases.settled(taken.number)
    await asyncio.to_thread(_look, administrator, up.addresses(installation), taken.number, tmp_path)


def _look(person: Administrator, where: up.Addresses, number: str, pictures: Path) -> None:
    cases = f"{where.temporal_ui}/namespaces/default/workflows"
    person.driver.get(cases)
    person.click("[data-testid=workflows-summary-table-configuration-button]")
    for name in ("Run ID", "Type", "End", "DovStage", "DovKind", "DovAttention", "DovUnit"):
        person.switches_column(name)
    person.driver.get(cases)
    person.sees(number, "DovStage", "review", "P08", "person", "participation")
    person.driver.save_screenshot(str(pictures / "temporal-cases.png"))

    person.driver.get(f"{cases}/{number}")
    person.sees("read every page", "settle it, or ask a clerk")
    assert '"number"' not in person.driver.find_element(By.TAG_NAME, "body").text

    person.click("[data-testid=data-encoder-status-configured], [data-testid=data-encoder-status-error]")
    person.click("[data-testid=use-local-endpoint-input]")
    person.find("#data-encoder-endpoint-input").send_keys(f"{where.desk}/codec")
    person.click("#pass-access-credentials")
    person.click("[data-testid=confirm-modal-button]:not([disabled])")
    person.driver.get(f"{cases}/{number}")
    person.sees(f'"number": "{number}"', "read every page")
    person.driver.save_screenshot(str(pictures / "temporal-case.png"))
