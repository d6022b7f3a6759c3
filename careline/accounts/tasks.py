"""What is done for log in outside of requests."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from careline.accounts.mail import send_system_mail
from careline.accounts.models import Agent
from careline.core import limits


def reset_link(agent: Agent) -> str:
    """Make the link by which this person chooses a new password: valid for two hours, until it is used."""
    place = {"uidb36": user_pk_to_url_str(agent), "key": default_token_generator.make_token(agent)}
    path = reverse("account_reset_password_from_key", kwargs=place)
    return f"{settings.CARELINE_URL}{path}"


@app.task(name="accounts.send_reset_mail", queue="mail", retry=5)
def send_reset_mail(email: str) -> None:
    """Mail the link to whoever logs in with this address, if anyone does; at most three an hour."""
    agent = Agent.objects.filter(email__iexact=email, is_active=True).first()
    if agent is None or not limits.allow(f"reset-mail:{agent.pk}", limit=3, seconds=3600):
        return
    send_system_mail(
        "reset", to=agent.email, language=agent.language, name=agent.name, link=reset_link(agent)
    )
