"""Asking somebody to join the staff."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.grant import find_grant, key_of
from careline.accounts.actions.reach import require_reach
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent, Invitation, Team
from careline.core import tokens
from careline.core.events import SYSTEM, emit

SCOPE = "invitation"


@transaction.atomic
def invite(
    email: str, *, by: Agent | None, role: str, name: str = "", teams: Sequence[Team] = ()
) -> Invitation:
    """Write an invitation down; the mail with the link goes out in reaction. `by` None is the command line.

    `role` is the key of one. Refuses (Forbidden) who may not manage users or may less than the role, and
    (NotPossible) an address that has an account or an open invitation. Emits AgentInvited.
    """
    grant = find_grant(role)
    if by:
        by.require(Right.MANAGE_USERS)
        require_reach(by, grant.rights)
    if Agent.objects.filter(email__iexact=email).exists():
        raise NotPossible(_("%(email)s has an account already.") % {"email": email})
    if Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None).exists():
        raise NotPossible(_("%(email)s is invited already. You can send the link again.") % {"email": email})
    invitation = Invitation.objects.create(
        email=email.lower(), name=name, role=grant.role, custom_role=grant.custom, invited_by=by
    )
    invitation.teams.set(teams)
    _announce(invitation, by)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Agent) -> None:
    """Mail a fresh link; the earlier ones stop working.

    Refuses (Forbidden) who may not manage users or may less than the role, and (NotPossible) an invitation that is
    closed. Emits AgentInvited.
    """
    by.require(Right.MANAGE_USERS)
    require_reach(by, find_grant(key_of(invitation)).rights)
    opened = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not opened.update(invited_at=timezone.now()):
        raise NotPossible(_("This invitation is closed already."))
    tokens.revoke(SCOPE, str(invitation.pk))
    _announce(invitation, by)


def invitation_link(invitation: Invitation) -> str:
    """Make the address of one link, valid for 168 hours. Shown or mailed once; only the token's hash is kept."""
    token = tokens.issue(SCOPE, str(invitation.pk), lifetime=Invitation.LIFETIME)
    return f"{settings.CARELINE_URL}{reverse('accounts:join', kwargs={'token': token})}"


def _announce(invitation: Invitation, by: Agent | None) -> None:
    fact = events.AgentInvited(invitation_id=invitation.pk, email=invitation.email, role=key_of(invitation))
    emit(fact, by=by.actor if by else SYSTEM)
