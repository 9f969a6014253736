"""Templates of entries: Jinja2, sandboxed, in which a name that does not exist is an error and not an empty text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bots.filling.filters import FILTERS, Unfit
from casework.errors import Misconfigured


def _environment() -> ImmutableSandboxedEnvironment:
    # What is rendered is typed into forms and sent as JSON: escaping it for HTML would write "&amp;" into a record.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters.update(FILTERS)
    environment.filters["table"] = _from_table
    return environment


@pass_context
def _from_table(context: Context, value: object, name: str) -> str:
    """The system's word for one of ours, by a table of the entry; nothing stays nothing."""
    if not value:
        return ""
    try:
        return str(context["tables"][name][str(value)])
    except KeyError:
        raise Unfit(f"is not in the table {name!r}") from None


ENVIRONMENT = _environment()


@lru_cache(maxsize=2048)
def _compiled(source: str) -> Any:
    return ENVIRONMENT.from_string(source)


def render(source: str, context: Mapping[str, object]) -> str:
    """The text of a template, stripped; raises Unfit as its filters say, Misconfigured where the template is wrong."""
    try:
        return str(_compiled(source).render(context)).strip()
    except (TemplateError, TypeError, KeyError) as wrong:
        reason = wrong.message if isinstance(wrong, TemplateError) else type(wrong).__name__
        raise Misconfigured(f"the template {source!r} cannot be rendered: {reason}") from None


def fault(source: str) -> str:
    """What is wrong with a template's syntax or filters; empty where nothing is."""
    try:
        ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as wrong:
        return str(wrong.message)
    return ""


def attributes(source: str, of: str) -> set[str]:
    """The names a template takes from one of its variables: `values.iban` gives `iban` of `values`."""
    found = ENVIRONMENT.parse(source).find_all(nodes.Getattr)
    return {one.attr for one in found if isinstance(one.node, nodes.Name) and one.node.name == of}


def variables(source: str) -> set[str]:
    """The names a template takes from outside."""
    return meta.find_undeclared_variables(ENVIRONMENT.parse(source))


def tables(source: str) -> set[str]:
    """The names of the tables a template asks."""
    found = (one for one in ENVIRONMENT.parse(source).find_all(nodes.Filter) if one.name == "table")
    return {argument.value for one in found for argument in one.args if isinstance(argument, nodes.Const)}
