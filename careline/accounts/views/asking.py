"""What is said on the next page: what was done, or why it was not."""

from django.contrib import messages
from django.http import HttpRequest

from careline.accounts.contracts import NotPossible


def say(request: HttpRequest, words: str) -> None:
    """Tell the person what was done, on the next page."""
    messages.success(request, words)


def say_no(request: HttpRequest, refusal: NotPossible) -> None:
    """Tell the person why it was not done, on the next page."""
    messages.error(request, str(refusal))
