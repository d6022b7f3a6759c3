"""Recognises tokens for the API, and slows down who guesses them."""

from django.http import HttpRequest

from careline.accounts.actions.use_token import use_token
from careline.accounts.limits import client_address
from careline.core.api.callers import Caller, TooManyGuesses, register_authenticator
from careline.core.limits import allow

MOST_GUESSES_A_MINUTE = 60


@register_authenticator
def find_owner(request: HttpRequest, secret: str) -> Caller | None:
    """The caller that a token stands for. Raises TooManyGuesses for who tried many that don't exist."""
    token = use_token(secret)
    if token is not None:
        return Caller(token.agent, frozenset(token.scopes), f"token:{token.pk}")
    if not allow(f"api:guess:{client_address(request)}", limit=MOST_GUESSES_A_MINUTE, seconds=60):
        raise TooManyGuesses
    return None
