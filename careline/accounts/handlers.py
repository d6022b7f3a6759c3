"""What follows from the facts about staff: the invitation's mail."""

from careline.accounts.actions.invite import invitation_link
from careline.accounts.events import AgentInvited
from careline.accounts.mail import send_system_mail
from careline.accounts.models import Invitation
from careline.accounts.queries import find_company
from careline.core.events import Recorded, reacts_to


@reacts_to(AgentInvited)
def on_agent_invited(fact: AgentInvited, recorded: Recorded) -> None:
    """Mail the link. A second run after a crash mails a second link; the invitation is accepted once all the same."""
    invitation = (
        Invitation.objects.select_related("invited_by")
        .filter(pk=fact.invitation_id, accepted_at=None, revoked_at=None)
        .first()
    )
    if invitation is None:
        return
    company = find_company()
    send_system_mail(
        "invitation",
        to=invitation.email,
        language=company.language if company else "en",
        name=invitation.name,
        inviter=invitation.invited_by.name if invitation.invited_by else "",
        link=invitation_link(invitation),
    )
