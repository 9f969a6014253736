"""Who may see and do what at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casework.procedure import Procedure

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

    Anyone = AbstractBaseUser | User | AnonymousUser

CLERK, HEAD, ADMINISTRATOR, DPO, RESTRICTED = ROLES = ("clerk", "head", "administrator", "dpo", "restricted")
_DECIDING = frozenset({CLERK, HEAD, ADMINISTRATOR})


def roles_of(user: Anyone) -> frozenset[str]:
    """The user's roles; an active superuser has all of them."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if getattr(user, "is_superuser", False):
        return frozenset(ROLES)
    groups = getattr(user, "groups", None)
    return frozenset(groups.values_list("name", flat=True)) if groups is not None else frozenset()


def may_decide(roles: frozenset[str]) -> bool:
    """Whether these roles take decisions and take applications in."""
    return bool(roles & _DECIDING)


def restricted_kinds(procedures: Mapping[str, Procedure]) -> frozenset[str]:
    """Kinds with specially protected data (art. 9 RGPD)."""
    return frozenset(name for name, procedure in procedures.items() if procedure.restricted)


def hidden_kinds(roles: frozenset[str], procedures: Mapping[str, Procedure]) -> frozenset[str]:
    """Kinds of which these roles may see nothing: neither the case nor that there is one."""
    return frozenset() if RESTRICTED in roles else restricted_kinds(procedures)
