"""Making the link by which somebody chooses a new password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from careline.accounts.models import Agent


def reset_link(agent: Agent) -> str:
    """Make the link by which this person chooses a new password: valid for two hours, until it is used."""
    place = {"uidb36": user_pk_to_url_str(agent), "key": default_token_generator.make_token(agent)}
    path = reverse("account_reset_password_from_key", kwargs=place)
    return f"{settings.CARELINE_URL}{path}"
