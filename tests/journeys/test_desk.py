"""A clerk's day in a real browser, on a running office: from the counter to the letter, by keyboard, seen by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import override_settings
from fakes import paper
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from dovtech import up
from dovtech.settings import Settings
from dovtech.wiring import Parts

SWITCHES = "--headless=new --no-sandbox --disable-gpu --no-first-run --window-size=1366,900"
PATIENCE = 60  # seconds; reading a scan on a busy machine takes a while
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

    def sees(self, *texts: str) -> None:
        """Wait until the page says all of it."""
        self.until(
            lambda driver: all(text in driver.find_element(By.TAG_NAME, "body").text for text in texts), str(texts)
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


@pytest.fixture(scope="module")
def clerks(installation: Settings, parts: Parts) -> Iterator[Callable[[str], Person]]:
    """A browser for each clerk who is asked for."""
    opened: list[webdriver.Chrome] = []

    def clerk(name: str) -> Person:
        _account(parts, name)
        options = webdriver.ChromeOptions()
        options.binary_location = installation.chromium
        options.add_experimental_option("prefs", {"intl.accept_languages": "es"})
        for switch in SWITCHES.split():
            options.add_argument(switch)
        driver = webdriver.Chrome(options=options, service=Service(installation.chromedriver))
        opened.append(driver)
        person = Person(driver, up.addresses(installation).desk)
        person.open("/sign-in")
        person.find("#id_username").send_keys(name)
        person.find("#id_password").send_keys(PASSWORD, Keys.ENTER)
        person.sees("Bandeja")
        return person

    yield clerk
    for driver in opened:
        driver.quit()


def _account(parts: Parts, name: str) -> None:
    _ = parts.register
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    with override_settings(SECRET_KEY=parts.secret("DESK_SECRET_KEY")):
        user = User.objects.create_user(name, password=PASSWORD)
    user.groups.set(Group.objects.filter(name="clerk"))


@pytest.fixture(scope="module")
def ana(clerks: Callable[[str], Person]) -> Person:
    """The clerk of these stories."""
    return clerks("ana")


def hand_in(person: Person, path: Path) -> str:
    """Bring a paper to the counter and wait for the proposal; the case's number."""
    person.open("/submit")
    person.find("#files").send_keys(str(path))
    person.find("form[data-counter] button.main").click()
    person.find("a.button.main[href$='/review']")  # the page has stopped renewing itself
    return person.find(".number").text


@pytest.fixture(scope="module")
def scanned(ana: Person, samples: Path) -> str:
    """A scan of a proposal that was handed in at the counter."""
    return hand_in(ana, samples / "18-propuesta-escaneada.pdf")


def test_from_the_counter_to_the_slip(ana: Person, scanned: str) -> None:
    """The page itself goes on to the proposal, and the slip is one click away."""
    ana.open(f"/cases/{scanned}/arrived")
    ana.sees("Propuesta ciudadana", "Pídalo ahora que la persona está aquí")
    ana.find("a[href$='/receipt']").click()
    ana.sees("Resguardo de presentación", scanned, "SHA-256")


def test_a_word_of_the_paper_fills_the_field_that_is_looked_at(ana: Person, scanned: str) -> None:
    """One click on the picture; the field's own frame is shown first."""
    ana.open(f"/cases/{scanned}/review")
    field = ana.find("[data-ask] [data-field='applicant_id']")
    field.click()
    assert "here" in ana.find("#place-applicant_id").get_attribute("class")
    field.clear()
    ana.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".words rect"), "the words of the page")
    ActionChains(ana.driver).move_to_element(ana.find("#place-applicant_id")).click().perform()
    assert field.get_attribute("value") == "48301927H"
    ana.sees("Correcto")


def test_a_doubtful_scan_is_settled_by_keyboard_alone(ana: Person, scanned: str) -> None:
    """Each doubtful field in turn, one told to be absent, one typed; then approved, and the robots go on."""
    ana.open(f"/cases/{scanned}/review")
    ana.until(lambda _: ana.focused.get_attribute("data-field"), "the first doubtful field has the keyboard")
    looked_at = []
    while name := ana.focused.get_attribute("data-field"):
        looked_at.append(name)
        assert len(looked_at) < 30
        if name == "proposal_text":
            ana.press("Una fuente con sombra")
        if name == "neighbourhood":
            ana.press("n", held=Keys.ALT)
        else:
            ana.press(Keys.ENTER)
    assert "proposal_text" in looked_at
    assert ana.find("[data-progress]").text == "Todo mirado"
    ana.press(Keys.ENTER, held=Keys.CONTROL)
    ana.until(lambda _: ana.path == f"/cases/{scanned}", "the decision was taken")
    ana.sees("Aprobado", "Barrio: No consta en el papel", "Una fuente con sombra")
    ana.sees("anotado", "Justificante de registro", "Expediente archivado")


def test_the_help_opens_and_closes_by_keyboard(ana: Person, tmp_path: Path) -> None:
    """F1 from within a field, Escape to go on."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(501))
    number = hand_in(ana, tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/review")
    ana.find("[data-field]").click()
    ana.press(Keys.F1)
    ana.sees("Ampliar / reducir el papel")
    ana.press(Keys.ESCAPE)
    ana.until(lambda driver: not driver.find_element(By.CSS_SELECTOR, "dialog").is_displayed(), "the help is closed")


def test_two_clerks_on_one_case(ana: Person, clerks: Callable[[str], Person], tmp_path: Path) -> None:
    """The second is told who has it; what they take over, the first can no longer decide."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(502))
    number = hand_in(ana, tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/review")
    luis = clerks("luis")
    luis.open(f"/cases/{number}/review")
    luis.sees("ana tiene abierto este expediente")
    luis.find(".held button").click()
    luis.find(".actions [value=correct]").click()
    ana.sees("El expediente ha cambiado.")
    ana.find(".actions [value=correct]").click()
    ana.sees("No se ha guardado", "luis", "Mientras tanto ha pasado esto", "Corregido")


def test_the_citizen_is_asked_for_what_is_missing(ana: Person, samples: Path) -> None:
    """Defects chosen already, a letter to preview, a term that stands still."""
    number = hand_in(ana, samples / "11-impreso-en-blanco.pdf")
    ana.open(f"/cases/{number}/review")
    ana.find("a[href$='/ask']").click()
    assert ana.find("[name=defect]").is_selected()
    ana.find("[name=handed]").click()
    ana.find("main form button.main").click()
    ana.sees("Requerimiento de subsanación", "responder hasta el", "espera a la persona solicitante")


@pytest.mark.parametrize("language", ["es", "ca"])
def test_no_page_has_a_barrier_that_axe_knows(ana: Person, scanned: str, language: str) -> None:
    """Every view of the clerk, in both languages of the council."""
    ana.open("/")
    ana.find(f"button[name=language][value={language}]").click()
    ana.sees({"es": "Bandeja", "ca": "Safata"}[language])
    assert ana.driver.find_element(By.TAG_NAME, "html").get_attribute("lang").startswith(language)
    waiting = ana.find("tbody a[href$='/review']").get_attribute("href").removeprefix(ana.desk)
    faults = []
    for path in (
        "/", "/?q=nadie", waiting, waiting.replace("review", "ask"), waiting.replace("review", "bundle"),
        f"/cases/{scanned}", f"/cases/{scanned}/arrived",
        f"/cases/{scanned}/receipt", "/submit", "/accessibility",
    ):  # fmt: skip
        ana.open(path)
        faults += ana.faults()
    assert faults == []


def test_the_desk_reflows_at_400_per_cent(ana: Person, scanned: str) -> None:
    """At 320 CSS pixels nothing has to be scrolled sideways (WCAG 1.4.10)."""
    ana.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": False}
    )
    ana.open("/")
    waiting = ana.find("a[href$='/review']").get_attribute("href").removeprefix(ana.desk)
    wide = []
    for path in ("/", waiting, f"/cases/{scanned}", f"/cases/{scanned}/arrived", "/submit"):
        ana.open(path)
        width = ana.driver.execute_script("return document.documentElement.scrollWidth")
        wide += [(path, width)] if width > 320 else []
    ana.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide == []
