"""Jobs that mail an agent. One at a time in a worker, so that a slow mail server can't take all its hands."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.accounts.queries import find_agents
from careline.channels.agent_mail.letters import told_letter
from careline.channels.agent_mail.posting import post
from careline.channels.contracts import Mailed
from careline.channels.delivery.senders import find_way_out


class NotNow(Exception):
    """The mail server would not take it yet; the job tries again."""


PATIENT = RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions={NotNow})


@app.task(name="careline.tell_agent", queue="mail", retry=PATIENT)
def tell_agent(agent_id: int, ticket_id: int, reason: str) -> None:
    """Tell an agent that their answer by mail did not go out, and why."""
    agent = next(iter(find_agents([agent_id])), None)
    inbox = find_way_out(None)
    if agent is None or inbox is None:
        return
    if post(inbox, told_letter(agent, inbox, ticket_id=ticket_id, reason=reason)) == Mailed.LATER:
        raise NotNow
