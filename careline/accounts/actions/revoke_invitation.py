"""Taking an invitation back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.invite import SCOPE
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent, Invitation
from careline.core import tokens
from careline.core.events import emit


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Agent) -> None:
    """Close an invitation and make its links worthless.

    Refuses (Forbidden) who may not manage users, and (NotPossible) one that is closed. Emits InvitationRevoked.
    """
    by.require(Right.MANAGE_USERS)
    opened = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not opened.update(revoked_at=timezone.now()):
        raise NotPossible(_("This invitation is closed already."))
    tokens.revoke(SCOPE, str(invitation.pk))
    emit(events.InvitationRevoked(invitation_id=invitation.pk), by=by.actor)
