"""Jobs that mail an agent. One at a time in a worker, so that a slow mail server can't take all its hands."""

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.accounts.queries import find_agents
from careline.channels.agent_mail.letters import notice_letter, told_letter
from careline.channels.delivery.senders import find_way_out
from careline.channels.email.outgoing.letter import Letter
from careline.channels.email.sending import EmailSender
from careline.channels.models import Inbox
from careline.channels.protocol import Later, Sent, Unconfigured
from careline.tickets.queries.said import find_message
from careline.tickets.queries.to_do import due_words

log = structlog.get_logger()


class NotNow(Exception):
    """The mail server would not take it yet; the job tries again."""


PATIENT = RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions={NotNow})


@app.task(name="careline.send_notice", queue="mail", retry=PATIENT)
def send_notice(agent_id: int, ticket_id: int, message_id: int, why: str, event_id: int) -> None:
    """Send one notice; a second attempt is the same mail. Nothing is sent to who has left or for what is gone."""
    agent = next(iter(find_agents([agent_id])), None)
    message = find_message(message_id) if message_id else None
    inbox = find_way_out(message.ticket.inbox_id if message else None)
    if agent is None or inbox is None:
        return
    letter = notice_letter(
        agent,
        inbox,
        ticket_id=ticket_id,
        message=message,
        why=why,
        event_id=event_id,
        due=due_words(event_id),
    )
    _post(inbox, letter)


@app.task(name="careline.tell_agent", queue="mail", retry=PATIENT)
def tell_agent(agent_id: int, ticket_id: int, reason: str) -> None:
    """Tell an agent that their answer by mail did not go out, and why."""
    agent = next(iter(find_agents([agent_id])), None)
    inbox = find_way_out(None)
    if agent is not None and inbox is not None:
        _post(inbox, told_letter(agent, inbox, ticket_id=ticket_id, reason=reason))


def _post(inbox: Inbox, letter: Letter) -> None:
    try:
        sender = EmailSender(inbox)
    except Unconfigured as error:
        raise NotNow(str(error)) from error
    try:
        outcome = sender.post(letter)
    finally:
        sender.close()
    match outcome:
        case Sent():
            log.info("notice_sent", inbox_id=inbox.pk)
        case Later(reason=reason):
            raise NotNow(reason)
        case _:
            log.warning("notice_refused", reason=outcome.reason)
