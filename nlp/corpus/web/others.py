"""Documents that are no application of a procedure: answers, complaints, rights, invoices, advertising."""

from __future__ import annotations

from nlp.corpus.web.forms import pages
from nlp.corpus.web.grammar import sentence
from nlp.corpus.web.render import Printed, printed
from nlp.corpus.web.style import Style
from nlp.corpus.web.values import Hand

OTHER_KINDS = ("supplement", "complaint", "data_protection_right", "other_administration", "invoice", "spam")


def other(kind: str, style: Style, hand: Hand) -> Printed:
    """One such document, with the kind's own sentences and idle talk around them; it has no fields."""
    chance = hand.chance
    told = dict.fromkeys(str(sentence(kind, {}, hand, str)[0]) for _ in range(chance.randint(2, 6)))
    idle = [str(sentence("rambling", {}, hand, str)[0])] if kind not in {"invoice", "spam"} else []
    body = [f"{one}." for one in [*told, *(idle if chance.random() < 0.4 else [])]]
    opening, closing = (sentence(key, {}, hand, str)[0] for key in ("openings", "closings"))
    html = pages().get_template("letter.html.j2").render(
        s=style, language=hand.language, signature="", place=hand.strangers("date"), addressee="", foot=False,
        body=[*([] if kind == "invoice" else [opening]), *body], heading="",
        mail=[f"De: {hand.email()}", f"{'Asunto' if hand.language == 'es' else 'Assumpte'}: {body[0][:40]}"]
        if style.shape == "mail" else [],
        sender=[hand.company() if kind in {"invoice", "spam"} else hand.person(), hand.tax_id(), hand.address()],
        closing=closing,
    )  # fmt: skip
    return printed(html)
