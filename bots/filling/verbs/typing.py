"""Verbs that give values to fields; what the case does not have is typed nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bots.filling import fields, picking
from bots.filling.naming import Pick
from bots.filling.steps import Walk, verb
from casework.errors import Misconfigured


def _items(given: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return given.items()


def _fill(walk: Walk, given: Mapping[str, str]) -> None:
    held = ((walk.say(label), walk.given.get(name), name) for label, name in given.items())
    fields.type_all(walk.page, [(label, value, name) for label, value, name in held if value])


for _name in ("fill", "rich_text"):  # one hand; the names say what a person sees
    verb(_name, dict[str, str], _items)(_fill)


@verb("date", dict[str, str], _items)
def _date(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            fields.date(walk.page, walk.say(label), value, name)


@verb("choose", dict[str, str], _items)
def _choose(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            fields.choose(walk.page, walk.say(label), value, name)


@verb("tick", dict[str, str], _items)
def _tick(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if name in walk.given:
            fields.tick(walk.page, walk.say(label), wanted=walk.given[name] == "true")


@verb("autocomplete", dict[str, Pick], lambda given: ((label, pick.value) for label, pick in given.items()))
def _autocomplete(walk: Walk, given: Mapping[str, Pick]) -> None:
    for label, pick in given.items():
        if value := walk.given.get(pick.value):
            search = walk.given.get(pick.search, "" if pick.search else value)
            picking.pick(walk.page, walk.say(label), search, value, pick.value, containing=bool(pick.containing))


@verb("upload", dict[str, str], _items)
def _upload(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            if walk.file is None:
                raise Misconfigured("no documents can be uploaded here")
            fields.upload(walk.page, walk.say(label), walk.file(value))
