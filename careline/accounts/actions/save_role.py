"""Making and changing the company's own roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.reach import require_reach
from careline.accounts.contracts import BASES, IMPLIED, NotPossible, Right, Role
from careline.accounts.models import Agent, CustomRole
from careline.core.events import emit


@dataclass(frozen=True)
class RoleDetails:
    """What can be said about a role; what rights imply is added. Without a key, one is made from the name."""

    name: str
    description: str
    base: str
    rights: frozenset[Right]
    key: str = ""


@transaction.atomic
def save_role(role: CustomRole | None, *, details: RoleDetails, by: Agent) -> CustomRole:
    """Make a role (None), or change one; it counts for all who have it from their next request on.

    Refuses (Forbidden) who may not manage users or lacks one of the rights, those the role had before included, and
    (NotPossible) a name that is taken and the admin as base. Emits CustomRoleSaved.
    """
    by.require(Right.MANAGE_USERS)
    before = frozenset[Right]()
    if role is not None:
        role = CustomRole.objects.select_for_update().get(pk=role.pk)
        before = known(role.rights)
    wanted = with_implied(details.rights)
    require_reach(by, wanted | before)
    saved = _write(role or CustomRole(key=_key(details)), details, wanted)
    saved.holders.update(role=saved.base, custom_rights=saved.rights)
    if role is None or before != wanted or role.base != saved.base:
        added, removed = [[*map(str, sorted(some))] for some in (wanted - before, before - wanted)]
        emit(
            events.CustomRoleSaved(role_id=saved.pk, key=saved.key, added=added, removed=removed), by=by.actor
        )
    return saved


def known(values: Iterable[str]) -> frozenset[Right]:
    """The rights of these names; what a newer version dropped is left out."""
    given = set(values)
    return frozenset(right for right in Right if right.value in given)


def with_implied(rights: Iterable[Right]) -> frozenset[Right]:
    """These rights, and those without which they are worth nothing."""
    wanted = set(rights)
    for right in rights:
        while right in IMPLIED:
            right = IMPLIED[right]
            wanted.add(right)
    return frozenset(wanted)


def _write(role: CustomRole, details: RoleDetails, rights: frozenset[Right]) -> CustomRole:
    if details.base not in BASES:
        raise NotPossible(_("A role can be made from any built-in one but the admin."))
    role.name, role.description, role.base = details.name, details.description, details.base
    role.rights = sorted(right.value for right in rights)
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise NotPossible(_("There is a role with this name already.")) from error
    return role


def _key(details: RoleDetails) -> str:
    key = details.key or slugify(details.name)[:40]
    if not key or key in {role.value for role in Role}:
        key = f"role-{key}".rstrip("-")[:40]
    return key if details.key else _free(key)


def _free(key: str) -> str:
    taken = set(CustomRole.objects.filter(key__startswith=key[:36]).values_list("key", flat=True))
    numbered = (f"{key[:36]}-{n}" for n in range(2, 1000))
    return next(one for one in (key, *numbered) if one not in taken)
