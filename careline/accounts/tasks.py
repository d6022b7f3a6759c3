"""What is done for log in outside of requests."""

from procrastinate.contrib.django import app

from careline.accounts.actions.reset_link import reset_link
from careline.accounts.mail import send_system_mail
from careline.accounts.models import Agent
from careline.core import limits


@app.task(name="accounts.send_reset_mail", queue="mail", retry=5)
def send_reset_mail(email: str) -> None:
    """Mail the link to whoever logs in with this address, if anyone does; at most three an hour."""
    agent = Agent.objects.filter(email__iexact=email, is_active=True).first()
    if agent is None or not limits.allow(f"reset-mail:{agent.pk}", limit=3, seconds=3600):
        return
    send_system_mail(
        "reset", to=agent.email, language=agent.language, name=agent.name, link=reset_link(agent)
    )
