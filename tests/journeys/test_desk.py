"""A clerk's day in a real browser, on a running office: from the counter to the letter, by keyboard, seen by axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import paper
from fakes.person import Person
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


@pytest.fixture(scope="module")
def scanned(ana: Person, samples: Path) -> str:
    """A scan of a proposal that was handed in at the counter."""
    return ana.hand_in(samples / "18-propuesta-escaneada.pdf")


def test_from_the_counter_to_the_slip(ana: Person, tmp_path: Path) -> None:
    """The page itself goes on to the proposal, what is lacking is asked at once, and the slip is one click away."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(500, blank="NIF:"))
    number = ana.hand_in(tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/arrived")
    ana.sees("Propuesta ciudadana", "Pídalo ahora que la persona está aquí")
    ana.find("a[href$='/receipt']").click()
    ana.sees("Resguardo de presentación", number, "SHA-256")


def test_a_word_of_the_paper_fills_the_field_that_is_looked_at(ana: Person, scanned: str) -> None:
    """One click on the picture; the field's own frame is shown first."""
    ana.open(f"/cases/{scanned}/review")
    ana.find("form[data-review] details summary").send_keys(Keys.ENTER)
    field = ana.find("[data-field='applicant_id']")
    ana.driver.execute_script("arguments[0].focus()", field)
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
    number = ana.hand_in(tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/review")
    ana.find("[data-field]").click()
    ana.press(Keys.F1)
    ana.sees("Ampliar / reducir el papel")
    ana.press(Keys.ESCAPE)
    ana.until(lambda driver: not driver.find_element(By.CSS_SELECTOR, "dialog").is_displayed(), "the help is closed")


def test_two_clerks_on_one_case(ana: Person, clerks: Callable[[str], Person], tmp_path: Path) -> None:
    """The second is told who has it; what they take over, the first can no longer decide."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(502))
    number = ana.hand_in(tmp_path / "propuesta.pdf")
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
    number = ana.hand_in(samples / "11-impreso-en-blanco.pdf")
    ana.open(f"/cases/{number}/review")
    ana.find("a[href$='/ask']").click()
    assert ana.find("[name=defect]").is_selected()
    ana.find("[name=handed]").click()
    ana.find("main form button.main").click()
    ana.sees("Requerimiento de subsanación", "responder hasta el", "espera a la persona solicitante")
