"""In a receipt's picture other people's numbers are black wherever a page shows them, and this entry's are not."""

from __future__ import annotations

import io

import pytest
from fakes.shown_pages import Showing
from PIL import Image

from bots.filling.web import WebBackOffice

pytestmark = pytest.mark.robot

OURS, OTHERS = "48301122K", "87654321X"
PLACES = {
    "text": "<p class=x>NUMBER</p>",
    "dotted": "<p class=x>87.654.321-X</p>",
    "field": "<input class=x value=NUMBER>",
    "list": "<select class=x><option>A</option><option selected>NUMBER Pere Altre</option></select>",
    "shadow": "<div class=x id=s></div><script>s.attachShadow({mode:'open'}).innerHTML='<p>NUMBER</p>'</script>",
    "frame": "<iframe srcdoc='<body style=\"margin:0;font:40px monospace\">NUMBER'></iframe>",
    "telephone": "<p class=x>+34 612 345 678</p>",
    "e-mail": "<p class=x>pere@example.com</p>",
    "account": "<p class=x>ES91 2100 0418 4502 0005 1332</p>",
}


def blackness(robot: WebBackOffice, showing: Showing, body: str) -> float:
    """The share of black in the picture that the robot would keep of a page, which is white but for the text."""
    page = showing(f"<style>.x{{font:40px monospace;border:0}}</style>{body}")
    with page.covered([OURS, "robot"], []):
        assert robot._browser is not None  # noqa: SLF001 - it took the page's picture
        shot = Image.open(io.BytesIO(robot._browser.picture())).convert("L")  # noqa: SLF001
    assert page.ask("document.querySelectorAll('[data-dovtech-cover]').length") == 0
    top = shot.crop((0, 0, 300, 90)).tobytes()
    return sum(pixel < 8 for pixel in top) / len(top)


@pytest.mark.parametrize("place", PLACES)
def test_other_peoples_numbers_are_black(any_robot: WebBackOffice, showing: Showing, place: str) -> None:
    """A patch lies over the whole number; letters alone would blacken little."""
    assert blackness(any_robot, showing, PLACES[place].replace("NUMBER", OTHERS)) > 0.15


@pytest.mark.parametrize("place", ["text", "field", "list"])
def test_this_entrys_number_can_be_read(any_robot: WebBackOffice, showing: Showing, place: str) -> None:
    """A receipt on which it were covered would prove nothing."""
    assert 0 < blackness(any_robot, showing, PLACES[place].replace("NUMBER", OURS)) < 0.15
