"""The words of a reading find the values that they belong to."""

from casework.reading import Box, Page, Reading, Source, Word
from nlp.corpus.made import Made, specimen_of

_TEXTS = ("Solicitante:", "Marta", "Belda", "NIF", "48576231R", "Alicante", "03002", "marta@example.com", "965149100")


def _words(move_x: float = 0.0, move_y: float = 0.0) -> list[Word]:
    return [
        Word(
            text=text,
            box=Box(50 + 40 * (n % 4) + move_x, 60 + 70 * n + move_y, 85 + 40 * (n % 4) + move_x, 71 + 70 * n + move_y),
            confidence=1.0,
            source=Source.OCR,
        )
        for n, text in enumerate(_TEXTS)
    ]


def _page(words: list[Word]) -> Reading:
    page = Page(number=1, width=595, height=842, source=Source.OCR, words=tuple(words))
    return Reading(document="0" * 64, recipe="test", pages=(page,))


def _made() -> Made:
    boxes = [word.box for word in _words()]
    at = {
        "applicant_name": (1, 2),
        "applicant_id": (4,),
        "applicant_municipality": (5,),
        "applicant_postal_code": (6,),
        "applicant_email": (7,),
        "applicant_phone": (8,),
    }
    return Made(
        name="one",
        data=b"",
        kind="P00",
        language="es",
        family="test-1",
        source="scan",
        page_kinds=("P00",),
        fields={"signed": "true"},
        places={name: tuple((1, boxes[n]) for n in places) for name, places in at.items()}
        | {"signed": ((1, boxes[3]),)},
        written={name: tuple(_TEXTS[n] for n in places) for name, places in at.items()} | {"signed": ("",)},
    )


_TAGS = {
    1: "applicant_name",
    2: "applicant_name",
    4: "applicant_id",
    5: "applicant_municipality",
    6: "applicant_postal_code",
    7: "applicant_email",
    8: "applicant_phone",
}


def test_words_in_a_values_box_are_tagged_and_a_signatures_place_tags_none() -> None:
    """Captions stay without a tag, and so does a word that stands where the signature is."""
    specimen = specimen_of(_made(), lambda _: _page(_words()))
    assert specimen.pages[0].tags == _TAGS
    assert specimen.fields == {"signed": "true"}


def test_a_page_that_was_read_a_little_elsewhere_is_laid_over_the_made_one() -> None:
    """A photograph whose sheet was cut out twenty points off still gives each word its tag."""
    specimen = specimen_of(_made(), lambda _: _page(_words(22, -17)))
    assert specimen.pages[0].tags == _TAGS


def test_another_page_of_the_reading_has_no_tags() -> None:
    """Values belong to the page they were printed on."""
    page = _page(_words()).pages[0]
    second = Page(number=2, width=595, height=842, source=Source.OCR, words=page.words)
    specimen = specimen_of(_made(), lambda _: Reading(document="0", recipe="test", pages=(page, second)))
    assert specimen.pages[1].tags == {}
