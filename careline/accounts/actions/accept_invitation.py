"""Joining the staff by an invitation's link."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.factors import remember_factors
from careline.accounts.actions.grant import find_grant, key_of
from careline.accounts.actions.invite import SCOPE
from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Invitation, Membership
from careline.core import tokens
from careline.core.events import emit


@dataclass(frozen=True)
class Answer:
    """What the person who joins says about themself; address, role and teams come from the invitation."""

    name: str
    password: str
    language: str
    time_zone: str


def look_at_invitation(token: str) -> Invitation:
    """Find the open invitation of a link, without using it.

    Refuses (NotPossible) a link that is wrong, late, used or taken back, always in the same words.
    """
    try:
        row = tokens.look(SCOPE, token)
    except tokens.Refused as refusal:
        raise _worthless() from refusal
    invitation = Invitation.objects.filter(pk=int(row.subject), accepted_at=None, revoked_at=None).first()
    if invitation is None:
        raise _worthless()
    return invitation


@transaction.atomic
def accept_invitation(token: str, answer: Answer) -> Agent:
    """Create the account that the invitation promises, once.

    Refuses (NotPossible) as `look_at_invitation` does, also when two accept at once. Emits AgentJoined.
    """
    invitation = look_at_invitation(token)
    _claim(token, invitation)
    grant = find_grant(key_of(invitation))
    try:
        with transaction.atomic():
            agent = Agent.objects.create_user(
                invitation.email, answer.password, name=answer.name, role=grant.role, custom_role=grant.custom,
                custom_rights=grant.custom.rights if grant.custom else None,
                language=answer.language, time_zone=answer.time_zone,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible(_("There is an account with this address already.")) from error
    teams = invitation.teams.filter(is_archived=False)
    Membership.objects.bulk_create(Membership(team=team, agent=agent) for team in teams)
    remember_factors([agent.pk])
    fact = events.AgentJoined(agent_id=agent.pk, role=grant.key, invitation_id=invitation.pk)
    emit(fact, by=agent.actor)
    return agent


def _claim(token: str, invitation: Invitation) -> None:
    """The invitation's row comes first: two links of one invitation, used at once, wait here for each other."""
    opened = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not opened.update(accepted_at=timezone.now()):
        raise _worthless()
    try:
        tokens.redeem(SCOPE, token)
    except tokens.Refused as refusal:
        raise _worthless() from refusal
    tokens.revoke(SCOPE, str(invitation.pk))


def _worthless() -> NotPossible:
    return NotPossible(_("This link does not work any more. Ask for a new invitation."))
