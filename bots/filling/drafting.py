"""A first draft of an entry from what a page shows: what a person would otherwise write down by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

_SAVING = re.compile(
    r"guardar|crear|enviar|aceptar|grabar|registrar|presentar|tramitar|alta|desar|save|create", re.IGNORECASE
)
_NO_BUTTON = "TODO the button that saves; where the page saves by itself, an autosave instead"
_VERBS = {"select": "choose", "group": "choose", "radio": "choose", "checkbox": "tick", "combobox": "autocomplete",
          "file": "upload", "editor": "rich_text", "frame": "rich_text", "set": "date", "locked": "date",
          "list": "choose"}  # fmt: skip


def table(visit: Mapping[str, Any]) -> list[str]:
    """The page's fields, one line each: label, kind, and what is to be known of it."""
    lines = []
    for field in visit["fields"]:
        notes = [
            "obligatory" if field["required"] else "",
            f"at most {field['limit']}" if field["limit"] else "",
            f"{field['count']} of that name" if field["count"] > 1 else "",
            f"in «{field['group']}»" if field["group"] else "",
            "options: " + ", ".join(field["options"]) if field["options"] else "",
            "" if field["label"] else "no name: use css",
        ]
        lines.append(f"{field['label'] or '—'} · {_verb(field)} · {'; '.join(filter(None, notes))}".rstrip(" ·"))
    tabs = [f"tabs: {', '.join(visit['tabs'])} (what they hold: --click NAME)"] if visit["tabs"] else []
    plain = ", ".join(one for one in visit["clickable"] if one not in visit["tabs"])
    tabs += [f"what else can be clicked: {plain}"] if plain else []
    return [*lines, *tabs, f"buttons: {', '.join(visit['buttons'])}", f"headings: {', '.join(visit['headings'])}"]


def draft(visit: Mapping[str, Any], address: str) -> str:
    """An entry in YAML, to be completed: a value and a step for every named field, the likely button last."""
    values: dict[str, str] = {}
    steps: list[dict[str, Any]] = [{"open": address}]
    for label, verb, field in _named(visit["fields"]):
        name = _name(label)
        fits = f" | fits({field['limit']})" if field["limit"] and verb == "fill" else ""
        needed = " | needed" if field["required"] else ""
        values[name] = f"{{{{ values.{name}{needed}{fits} }}}}"
        given = {label: {"option": name}} if verb == "autocomplete" else {label: name}
        if verb in steps[-1] and verb != "open":
            steps[-1][verb].update(given)
        else:
            steps.append({verb: given})
    saving: list[Any] = [{"button": one} for one in visit["buttons"] if _SAVING.match(one)]
    saving += [one for one in visit["clickable"] if _SAVING.match(one)]
    saving += [{"button": visit["save"] or _NO_BUTTON}]
    steps += [
        {"save": saving[0]},
        {"expect": "TODO what it says once saved"},
    ]
    head = "# A draft: give each value its template, drop the rest, fill `key` into a field that can be searched.\n"
    body = {"title": {"es": (visit["headings"] or ["TODO"])[0]}, "values": values, "steps": steps}
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=120)


def _named(fields: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Each field once by the label a step would use: a group of round buttons by its legend."""
    seen: dict[str, int] = {}
    for field in fields:
        radio = field["sort"] == "radio"
        label = field["group"] if radio else field["label"]
        if not label or (radio and label in seen):
            continue
        seen[label] = seen.get(label, 0) + 1
        twice = not radio and (field["count"] > 1 or seen[label] > 1)
        yield (f"{label} #{seen[label]}" if twice else label), _verb(field), field


def _verb(field: Mapping[str, Any]) -> str:
    return _VERBS.get(field["sort"], "fill")


def _name(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"\W+", "_", plain).strip("_") or "value"
