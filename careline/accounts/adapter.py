"""How django-allauth behaves here: no sign-up, limits that last, secrets sealed, no word about who exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from careline.accounts import witness
from careline.accounts.contracts import Role
from careline.accounts.limits import client_address
from careline.accounts.models import Agent
from careline.accounts.queries import sign_in_rules
from careline.core import limits
from careline.core.secrets import seal, unseal

WINDOW_SECONDS = 900
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log in of staff: closed to newcomers, deaf to people who left."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people come by set-up, invitation or the command line."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the server saw; a trusted proxy's header was applied before."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many failures for this account or from this address.

        They are counted in the database: all processes share the count, and a restart doesn't forget it.
        """
        for key, most in _failure_keys(request, credentials).items():
            if limits.count(key, seconds=WINDOW_SECONDS) >= most:
                raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def pre_login(self, request: HttpRequest, user: Agent, **given: Any) -> HttpResponse | None:
        """Where single sign-on alone opens the door, turn other ways back; admins keep theirs, for a bad day."""
        is_signed_on = bool((given.get("signal_kwargs") or {}).get("sociallogin"))
        if not is_signed_on and user.role != Role.ADMIN and sign_in_rules().only_single_sign_on:
            messages.error(request, _("Please log in by single sign-on: passwords don’t open this desk."))
            return redirect("account_login")
        answer: HttpResponse | None = super().pre_login(request, user, **given)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure, and write it down."""
        witness.failed(request, address=str(credentials.get("email", "")), what="password")
        for key, most in _failure_keys(request, credentials).items():
            limits.allow(key, limit=most, seconds=WINDOW_SECONDS)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Agent | None:
        """Check the password; somebody who left hears the same as somebody who never was here."""
        agent: Agent | None = super().authenticate(request, **credentials)
        return agent if agent and agent.is_active else None

    def reauthenticate(self, user: Agent, password: str) -> bool:
        """Check the password of the person who is logged in once more."""
        return self.authenticate(self.request, email=user.email, password=password) == user


def _failure_keys(request: HttpRequest, credentials: dict[str, Any]) -> dict[str, int]:
    """What failures are counted under, with how many are allowed."""
    account = str(credentials.get("email", "")).lower()[:120]
    return {
        f"login-account:{account}": TRIES_PER_ACCOUNT,
        f"login-address:{client_address(request)}": TRIES_PER_ADDRESS,
    }


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: the app's secret is encrypted with the installation's key."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return "Careline"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on: only a verified address of an active agent opens the door; no account is ever created."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """At the first log in, tie the provider's account to the agent whose address it has verified."""
        if sociallogin.is_existing:
            return
        agent = _verified_agent(sociallogin)
        if agent:
            sociallogin.connect(request, agent)


def _verified_agent(login: SocialLogin) -> Agent | None:
    verified = [address.email for address in login.email_addresses if address.verified is True]
    return Agent.objects.filter(email__in=[email.lower() for email in verified], is_active=True).first()
