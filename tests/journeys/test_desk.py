"""A clerk's day in a real browser, on a running office: from the counter to the letter, by keyboard, seen by axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fakes import paper
from fakes.person import Person
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of

from dovtech.procedures import load_procedures
from dovtech.settings import PROJECT, Settings
from dovtech.wiring import Parts

PILE = 200


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
    place = ana.at_rest(ana.find("#place-applicant_id"))
    ActionChains(ana.driver).move_to_element(place).click().perform()
    assert field.get_attribute("value") == "48301927H"
    ana.sees("Correcto")


def test_a_page_that_is_enlarged_is_drawn_finer(ana: Person, scanned: str) -> None:
    """Not before: what is drawn for the screen is sharp up to twice its width."""
    ana.open(f"/cases/{scanned}/review")
    ana.until(lambda _: ana.focused.get_attribute("data-field"), "the page is alive")
    for _ in range(3):
        ana.press("z", held=Keys.ALT)
    assert not ana.driver.find_elements(By.CSS_SELECTOR, "image[data-fine]")
    ana.press("z", held=Keys.ALT)
    ana.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "image[href$='?enlarged']"), "the finer picture")


def test_a_doubtful_scan_is_settled_by_keyboard_alone(ana: Person, scanned: str) -> None:
    """Each doubtful field in turn, one that is not required told to be absent, one typed; then the robots go on."""
    fields = load_procedures(PROJECT / "procedures")["P08"].fields
    absent = ""
    ana.open(f"/cases/{scanned}/review")
    ana.until(lambda _: ana.focused.get_attribute("data-field"), "the first doubtful field has the keyboard")
    looked_at: list[str] = []
    while name := ana.focused.get_attribute("data-field"):
        looked_at.append(name)
        assert len(looked_at) < 30
        if name == "proposal_text":
            ana.press("Una fuente con sombra")
        if not absent and not fields[name].required:  # whichever the model doubts first
            absent = name
            ana.press("n", held=Keys.ALT)
        else:
            ana.press(Keys.ENTER)
    assert "proposal_text" in looked_at
    assert absent
    assert ana.reads("[data-progress]") == "Todo mirado"
    ana.press(Keys.ENTER, held=Keys.CONTROL)
    ana.until(lambda _: ana.path == f"/cases/{scanned}", "the decision was taken")
    ana.sees("Aprobado", "No consta en el papel", "Una fuente con sombra")
    ana.sees("anotado", "Justificante de registro", "Expediente archivado")


def test_the_help_opens_and_closes_by_keyboard(ana: Person, tmp_path: Path) -> None:
    """F1 from within a field of a case that waits for a person, Escape to go on."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(501, blank="NIF:"))
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


def test_what_nobody_can_make_out_is_asked_for_in_those_words(ana: Person, tmp_path: Path) -> None:
    """Told by keyboard, it is on the list for the citizen, chosen already, and no value is kept."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(503, blank="NIF:"))
    number = ana.hand_in(tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/review")
    ana.until(lambda _: ana.focused.get_attribute("data-field"), "a doubtful field has the keyboard")
    ana.driver.execute_script("document.getElementById('input-applicant_id').focus()")
    ana.press("l", held=Keys.ALT)
    ana.press("s", held=Keys.ALT)
    ana.until(lambda driver: "ilegible en el papel" in driver.page_source, "the word was taken")
    ana.open(f"/cases/{number}/ask")
    ana.sees("No se puede leer en el papel: NIF")
    assert ana.find("[name=defect]").is_selected()


def test_another_administrations_application_is_sent_on(ana: Person, tmp_path: Path) -> None:
    """By its name; the case ends, the receipt goes out, and the letter of forwarding waits for a signature."""
    (tmp_path / "propuesta.pdf").write_bytes(paper.proposal(504, blank="NIF:"))
    number = ana.hand_in(tmp_path / "propuesta.pdf")
    ana.open(f"/cases/{number}/review")
    fold = ana.driver.find_element(By.ID, "destination").find_element(By.XPATH, "./ancestor::details/summary")
    fold.send_keys(Keys.ENTER)
    ana.find("#destination").send_keys("Generalitat Valenciana")
    ana.find("[name=verdict][value=forward]").send_keys(Keys.ENTER)
    ana.sees(
        "Remitido a otra administración: Generalitat Valenciana", "Justificante de registro", "borrador para firmar"
    )
    ana.sees("Traslado a otra administración", "Expediente archivado")


def test_a_locked_document_is_read_once_its_password_is_given(
    ana: Person, installation: Settings, tmp_path: Path
) -> None:
    """At the counter, while the citizen is there; a wrong one is told, and no file of the office holds the right."""
    password = "Contraseña-de-Amparo-7"
    (tmp_path / "con-clave.pdf").write_bytes(paper.locked(paper.proposal(507), password))
    number = ana.hand_in(tmp_path / "con-clave.pdf")
    ana.open(f"/cases/{number}/arrived")
    ana.sees("protegido con contraseña", "Contraseña de «con-clave.pdf»")
    ana.find("[name=password]").send_keys("contraseña-de-amparo-7", Keys.ENTER)
    ana.sees("No se ha abierto", "Esta contraseña no abre el documento")
    assert (ana.focused.get_attribute("name"), ana.faults(), ana.fits()) == ("password", [], True)
    ana.press(password, Keys.ENTER)
    ana.sees("Propuesta ciudadana", "1 / 1")
    ana.open(f"/cases/{number}")
    ana.sees("Documento abierto con su contraseña", "con-clave.pdf", f"{number}-1.pdf", paper.tax_id(507))
    kept = [path for path in installation.home.rglob("*") if path.is_file()]
    assert len(kept) > 10
    assert [path for path in kept if password.encode() in path.read_bytes()] == []


def test_two_files_are_joined_and_their_pages_put_in_order(ana: Person, tmp_path: Path) -> None:
    """Moved by a button, read again where the case stands; both files are kept."""
    for index, name in enumerate(("una", "otra")):
        (tmp_path / f"{name}.pdf").write_bytes(paper.proposal(505 + index, blank="NIF:"))
    number = ana.hand_in(tmp_path / "una.pdf", tmp_path / "otra.pdf")
    ana.open(f"/cases/{number}/bundle")
    ana.find("[name=start-1]").send_keys(Keys.SPACE)
    ana.find("[data-leaf]:nth-child(2) [data-move='-1']").send_keys(Keys.ENTER)
    assert [ana.find(f"[name=order-{place}]").get_attribute("value") for place in (0, 1)] == ["2", "1"]
    ana.find("[name=start-0]").send_keys(Keys.SPACE)
    ana.find("[name=do][value=arrange]").send_keys(Keys.ENTER)
    ana.until(lambda _: ana.path == f"/cases/{number}/review", "the order was taken")
    assert len(ana.driver.find_elements(By.CSS_SELECTOR, "[data-sheet]")) == 2
    ana.open(f"/cases/{number}")
    ana.sees("Páginas ordenadas; documentos: 1", "una.pdf", "otra.pdf", f"{number}-1.pdf", "espera a una persona")


def test_a_bundle_is_taken_apart(ana: Person, samples: Path, tmp_path: Path) -> None:
    """The ticked pages, in their new order, are a case of their own, and each case names the other."""
    bundle = tmp_path / "dos-solicitudes.pdf"
    with pikepdf.new() as both:
        for name in ("01-propuesta-ciudadana.pdf", "10-bonificacion-ibi-paquete.pdf"):
            with pikepdf.open(samples / name) as one:
                both.pages.extend(one.pages)
        both.save(bundle)
    number = ana.hand_in(bundle)
    ana.open(f"/cases/{number}/bundle")
    ana.find("[data-leaf]:nth-child(4) [data-move='-1']").send_keys(Keys.ENTER)
    for place in (2, 3):
        ana.find(f"[name=pick-{place}]").send_keys(Keys.SPACE)
    button = ana.find("[name=do][value=take_out]")
    button.send_keys(Keys.ENTER)
    ana.until(staleness_of(button), "the next page")
    made = ana.reads(".number")
    assert made != number
    ana.open(f"/cases/{number}")
    ana.sees(f"Páginas separadas en {made}")
    ana.open(f"/cases/{made}")
    ana.sees(f"Páginas que venían en {number}")


def test_a_pile_of_two_hundred_leaves_the_button_where_it_is(ana: Person, tmp_path: Path) -> None:
    """Its names scroll in a box of their own, which the keyboard reaches."""
    for index in range(PILE):
        (tmp_path / f"escaneado-{index:03}.pdf").write_bytes(b"%PDF-1.7")
    ana.open("/submit")
    ana.find("#files").send_keys("\n".join(map(str, sorted(tmp_path.iterdir()))))
    ana.sees(f"{PILE} archivos")
    box = ana.find("[data-chosen]")
    assert len(box.find_elements(By.TAG_NAME, "li")) == PILE
    assert box.get_attribute("tabindex") == "0"
    assert ana.driver.execute_script("return arguments[0].scrollHeight > arguments[0].clientHeight", box)
    button = ana.find("main form button.main")
    assert ana.driver.execute_script("return arguments[0].getBoundingClientRect().bottom <= innerHeight", button)


def test_two_hundred_cases_are_handed_over_at_once(ana: Person, scanned: str, parts: Parts) -> None:
    """All on one page, all picked by one box, and each of them done."""
    _ended_before(scanned, PILE)
    ana.open("/?q=ferrocarril")
    ana.find(".pages a[href*='size=long']").send_keys(Keys.ENTER)
    ana.until(lambda driver: len(driver.find_elements(By.NAME, "number")) == PILE, "all on one page")
    ana.find("[data-all]").send_keys(Keys.SPACE)
    ana.sees(f"Elegidos: {PILE}")
    ana.find("#action option[value=hand_over]").click()
    ana.find("#person").send_keys("ana")
    ana.find("#batch-note").send_keys("las reparte ella")
    ana.find(".batch button").send_keys(Keys.ENTER)
    ana.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".told.good"), "the batch was done")
    assert str(PILE) in ana.reads(".told.good")
    ana.open("/?q=ferrocarril&who=me")
    ana.sees(f"{PILE} expedientes")


def _ended_before(number: str, count: int) -> None:
    """Cases of the year before that ended long ago, and that one word finds: no robot takes them up."""
    from desk.models import Application

    pattern = Application.objects.values().get(pk=number)
    Application.objects.bulk_create(
        Application(
            **{
                **pattern,
                "number": f"DOV-2025-{place:06d}",
                "key": f"a pile {place}",
                "status": "filed",
                "stage": "archive",
                "urgency": f"9 {place:06d}",
                "search": "ferrocarril",
            }
        )
        for place in range(1, count + 1)
    )
