"""Text and HTML become pages whose words have places."""

from __future__ import annotations

import pytest

from bots.reading.text import decode, strip_tags, text_pages


def test_lines_keep_their_order_and_places() -> None:
    """A line is 12 points high and begins at the margin; columns stand below each other."""
    (page,) = text_pages("Nombre: Ana\n\nNIF:    48576231R\n")
    assert page.text == "Nombre: Ana\nNIF: 48576231R"
    assert [(word.text, word.box.x0, word.box.y0) for word in page.words] == [
        ("Nombre:", 50.0, 50.0),
        ("Ana", 98.0, 50.0),
        ("NIF:", 50.0, 74.0),
        ("48576231R", 98.0, 74.0),
    ]


def test_long_lines_and_long_texts_go_on() -> None:
    """Nothing is lost at the right edge or at the foot of a page, and every word lies on its page."""
    text = "\n".join(" ".join(f"p{line}w{word}" for word in range(30)) for line in range(80))
    pages = list(text_pages(text))
    assert [word.text for page in pages for word in page.words] == text.split()
    assert len(pages) == 4
    assert max(word.box.x1 for page in pages for word in page.words) <= 545
    assert max(word.box.y1 for page in pages for word in page.words) <= 800


def test_an_empty_text_is_one_blank_page() -> None:
    """A message without a body is a page that says so."""
    (page,) = text_pages("")
    assert (page.words, page.notes) == ((), ("blank",))


def test_html_gives_what_a_person_sees() -> None:
    """Scripts and styles go, blocks become lines, cells stay apart."""
    html = "<head><title>t</title></head><style>p{}</style><p>Hola&nbsp;a <b>todos</b></p><script>x()</script>"
    html += "<table><tr><td>NIF</td><td>48576231R</td></tr></table>"
    assert strip_tags(html).split("\n")[0] == "Hola a todos"
    assert strip_tags(html).split("\n")[-1] == "NIF  48576231R"


@pytest.mark.parametrize("sign", ["<![", "<![ x", "<!", "<!>", "<!x", "<?", "<?x", "<![CDATA[", "<!<!----", "<!--"])
def test_broken_declarations_cost_only_themselves(sign: str) -> None:
    """Once or by the ten thousand, the rest is read as a browser shows it, and within the test's time."""
    for html in (f"<p>Hola</p>{sign} y ><p>adiós</p>", f"<p>Hola</p>{sign * 20_000}><p>adiós</p>"):
        lines = strip_tags(html).split("\n")
        assert (lines[0], lines[-1]) == ("Hola", "adiós")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_old_and_new_character_sets_are_read(encoding: str) -> None:
    """Spanish letters survive every usual way of writing them down."""
    assert decode("nº 3, Peñalver".encode(encoding)) == "nº 3, Peñalver"
