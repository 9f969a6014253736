"""The desk for everybody: every page without a barrier, in both languages, enlarged, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import paper
from fakes.person import Person, browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from casework.delivery import Dispatch, Standing, Step, Way
from casework.ports import Reminder
from dovtech import wiring
from dovtech.settings import Settings
from dovtech.wiring import Parts

ROLES = ("clerk", "head", "administrator", "dpo", "restricted")
WIDTH = 320  # CSS pixels: 400 % of 1280
OF_THE_OFFICE = (
    "/control", "/control?days=365", "/rules", "/rules/P08", "/privacy", "/privacy?verify=1", "/accounts", "/tokens",
    "/models", "/sample", "/post", "/terms",
    "/second-factor/", "/second-factor/totp/activate/", "/cases/DOV-2026-999999",
)  # fmt: skip
OF_ANYBODY = ("/sign-in", "/csv", "/csv?csv=DOV1", "/accessibility")


@pytest.fixture(scope="module")
def chief(clerks: Callable[..., Person]) -> Person:
    """Somebody who may open every page."""
    return clerks("marta", *ROLES)


@pytest.fixture(scope="module")
def waiting(chief: Person, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case that waits for a person."""
    path = tmp_path_factory.mktemp("paper") / "propuesta.pdf"
    path.write_bytes(paper.proposal(601))
    return chief.hand_in(path)


@pytest.fixture(scope="module")
def asked(chief: Person, parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case in which the citizen was asked: a letter for the printer, one that a person settles, a term that tells."""
    from desk.dispatches import DjangoDispatches

    path = tmp_path_factory.mktemp("paper") / "propuesta.pdf"
    path.write_bytes(paper.proposal(602, blank="NIF:"))
    number = chief.hand_in(path)
    chief.open(f"/cases/{number}/ask")
    chief.find("main form button.main").click()
    chief.sees("Requerimiento de subsanación")
    steps = (Step(at=wiring.now(), standing=Standing.HELD, reason="NO_NOTIFIER"),)
    DjangoDispatches().plan(Dispatch(csv="DOVHELD", number=number, kind="L3", way=Way.ELECTRONIC, steps=steps))
    due = parts.register.load(number).due
    parts.register.remind(Reminder(number=number, code="DAYS_30", day=wiring.now().date(), due=due))
    chief.until(lambda _: _both_lists(chief), "a letter waits for the printer, another for a person")
    return number


def _both_lists(person: Person) -> bool:
    """Whether both lists of letters have something in them."""
    person.open("/post")
    return len(person.driver.find_elements(By.CSS_SELECTOR, "main section > ul.list")) > 1


@pytest.fixture
def visitor(installation: Settings, clerks: Callable[..., Person]) -> Iterator[Person]:
    """Somebody who has not signed in."""
    person = browser(installation)
    yield person
    person.driver.quit()


def pages_of(number: str) -> list[str]:
    """Every page of a case, and the others that a clerk opens."""
    of_case = ["", "/review", "/ask", "/bundle", "/arrived", "/receipt"]
    return ["/", "/?q=nadie", "/submit", f"/arrivals?number={number}", *(f"/cases/{number}{one}" for one in of_case)]


def speak(person: Person, language: str) -> None:
    """Choose the language in the page's head."""
    person.open("/")
    person.find(f"button[name=language][value={language}]").click()
    person.until(
        lambda driver: driver.find_element(By.TAG_NAME, "html").get_attribute("lang")[:2] == language, language
    )


@pytest.mark.parametrize("language", ["es", "ca"])
def test_no_page_has_a_barrier(chief: Person, waiting: str, asked: str, language: str) -> None:
    """Clerks' pages, those of heads, administrators and the officer, letters to send, and the page of a mistake."""
    speak(chief, language)
    paths = (*pages_of(waiting), f"/cases/{asked}", *OF_THE_OFFICE, "/accessibility")
    assert [fault for path in paths for fault in barriers(chief, path)] == []


@pytest.mark.parametrize("language", ["es", "ca"])
def test_nobodys_pages_have_none_either(visitor: Person, language: str) -> None:
    """Signing in, checking a letter's code, and the statement."""
    visitor.open("/sign-in")
    visitor.find(f"button[name=language][value={language}]").click()
    assert [fault for path in OF_ANYBODY for fault in barriers(visitor, path)] == []


def barriers(person: Person, path: str) -> list[str]:
    """What axe finds; a place that the keyboard is pulled to before its turn; what is scrolled sideways at 400 %."""
    person.open(path)
    faults = person.faults()
    if person.driver.find_elements(By.CSS_SELECTOR, "[tabindex]:not([tabindex='0']):not([tabindex='-1'])"):
        faults.append(f"{path}: the keyboard is pulled out of its way")
    person.narrow(WIDTH)
    if not person.fits():  # WCAG 1.4.10
        faults.append(f"{path}: wider than {WIDTH} CSS pixels")
    person.as_wide_as_before()
    return faults


def test_the_keyboard_begins_with_the_way_past_the_head(chief: Person) -> None:
    """And that way leads into the page's own content."""
    chief.open("/control")
    chief.press(Keys.TAB)
    assert chief.focused.get_attribute("class") == "skip"
    chief.press(Keys.ENTER)
    chief.press(Keys.TAB)
    assert chief.driver.execute_script("return document.activeElement.closest('main') !== null")


def test_the_language_is_switched_and_stays(chief: Person, waiting: str) -> None:
    """On the page one is on, and on all that follow, in the words of the council's two languages and in English."""
    for language, words in (("ca", "Aprovar i continuar"), ("en", "Approve and go on"), ("es", "Aprobar y continuar")):
        chief.open(f"/cases/{waiting}/review")
        chief.find(f"button[name=language][value={language}]").click()
        chief.sees(words)
        assert chief.path == f"/cases/{waiting}/review"
        chief.open("/")
        chief.sees({"ca": "Safata", "en": "Tray", "es": "Bandeja"}[language])


def test_the_essential_works_without_scripts(clerks: Callable[..., Person], tmp_path: Path) -> None:
    """Sign in, find, open, correct a field, approve, ask the citizen: plain forms and links, by keyboard too."""
    eva = clerks("eva", scripts=False)
    for index, name in enumerate(("corregida", "aprobada", "requerida")):
        (tmp_path / f"{name}.pdf").write_bytes(paper.proposal(610 + index))
    numbers = {}
    for path in sorted(tmp_path.iterdir()):
        eva.open("/submit")
        eva.find("#files").send_keys(str(path))
        eva.find("main form button.main").send_keys(Keys.ENTER)
        numbers[path.stem] = eva.reads(".number")
        eva.until(
            lambda driver: driver.refresh() or driver.find_elements(By.CSS_SELECTOR, "a[href$='/review']"), "ready"
        )
    eva.open("/?status=waiting")
    eva.find(f"tbody a[href='/cases/{numbers['corregida']}/review']").send_keys(Keys.ENTER)
    assert not eva.driver.find_element(By.CSS_SELECTOR, "[data-help]").is_displayed()  # only scripts show it
    eva.find("details.rest summary").send_keys(Keys.ENTER)
    field = eva.find("#input-applicant_name")
    field.clear()
    field.send_keys("Empar Llorca Soler")
    eva.find(".actions [value=correct]").send_keys(Keys.ENTER)
    eva.until(lambda _: eva.path == f"/cases/{numbers['corregida']}/review", "the correction was taken")
    eva.open(f"/cases/{numbers['corregida']}")
    eva.sees("Corregido", "Empar Llorca Soler")
    eva.open(f"/cases/{numbers['aprobada']}/review")
    eva.find(".actions [value=approve]").send_keys(Keys.ENTER)
    eva.until(lambda _: eva.path == f"/cases/{numbers['aprobada']}", "the decision was taken")
    eva.sees("Aprobado")
    eva.open(f"/cases/{numbers['requerida']}/ask")
    for language in ("es", "ca"):
        eva.find(f"#own-{language}").send_keys("Falta la firma")
    eva.find("main form button.main").send_keys(Keys.ENTER)
    eva.sees("Requerimiento de subsanación")


def test_a_restricted_case_is_refused_and_not_found(ana: Person, chief: Person, samples: Path) -> None:
    """Who may see it hands it in; a clerk without the role is told no, and the tray knows nothing of it."""
    number = chief.hand_in(samples / "17-teleassistencia.pdf")
    for page in ("", "/review", "/receipt"):
        ana.open(f"/cases/{number}{page}")
        ana.sees("No tiene permiso")
    ana.open(f"/?q={number}")
    ana.sees("No hay expedientes así")
    chief.open(f"/privacy?number={number}&what=denied")
    chief.sees("ana")
