"""Who may see and do what at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.procedure import Procedure

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

    Anyone = AbstractBaseUser | User | AnonymousUser

CLERK, HEAD, ADMINISTRATOR, DPO, RESTRICTED = ROLES = ("clerk", "head", "administrator", "dpo", "restricted")
DECIDING = frozenset({CLERK, HEAD, ADMINISTRATOR})
_OF_ALL = frozenset({ADMINISTRATOR, DPO})
_KNOWN = "_desk_roles"


def roles_of(user: Anyone) -> frozenset[str]:
    """The user's roles; an active superuser has all of them."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if getattr(user, "is_superuser", False):
        return frozenset(ROLES)
    if not hasattr(user, "groups"):
        return frozenset()
    if not hasattr(user, _KNOWN):  # a page asks many times, and a request has a user object of its own
        setattr(user, _KNOWN, frozenset(user.groups.values_list("name", flat=True)))
    known: frozenset[str] = getattr(user, _KNOWN)
    return known


def may_decide(roles: frozenset[str]) -> bool:
    """Whether these roles take decisions and take applications in."""
    return bool(roles & DECIDING)


def restricted_kinds(procedures: Mapping[str, Procedure]) -> frozenset[str]:
    """Kinds with specially protected data (art. 9 RGPD)."""
    return frozenset(name for name, procedure in procedures.items() if procedure.restricted)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see: `hidden` kinds not at all, and of the rest the cases of `units`; None means of all.

    A case that has no unit yet is seen by everybody who may see its kind: somebody has to say whose it is.
    """

    hidden: frozenset[str] = frozenset()
    units: frozenset[str] | None = None

    def sees(self, kind: str, unit: str) -> bool:
        """Whether a case of that kind and unit may be seen, and whether there is one."""
        return kind not in self.hidden and (self.units is None or unit == "" or unit in self.units)


def sight_of(user: Anyone, procedures: Mapping[str, Procedure]) -> Sight:
    """What this user may see: clerks and heads with units see theirs, those without belong to the counter and see all.

    Administrators and the data protection officer look after every unit.
    """
    roles = roles_of(user)
    hidden = frozenset() if RESTRICTED in roles else restricted_kinds(procedures)
    seats = getattr(user, "seats", None)
    units = frozenset(seats.values_list("unit", flat=True)) if seats is not None and roles.isdisjoint(_OF_ALL) else None
    return Sight(hidden, units or None)


_LEADING = frozenset({HEAD, ADMINISTRATOR, DPO})
PAGES = (
    ("terms", frozenset(ROLES)),
    ("post", DECIDING),
    ("sample", DECIDING),
    ("control", _LEADING),
    ("rules", _LEADING),
    ("privacy", frozenset({DPO, ADMINISTRATOR})),
    ("accounts", frozenset({ADMINISTRATOR})),
    ("tokens", frozenset({ADMINISTRATOR})),
    ("models", frozenset({ADMINISTRATOR})),
)


def also(user: Anyone) -> list[str]:
    """The pages beyond the clerk's own that this user's roles open, by the names of their addresses."""
    roles = roles_of(user)
    return [name for name, holders in PAGES if not roles.isdisjoint(holders)]
