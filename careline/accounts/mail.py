"""Mails of the system itself: invitations and links. Sent from jobs, never while somebody waits for a page.

They go out by Django's mail backend; an upper floor may set one that uses an inbox's own server.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from careline.accounts.queries import find_company


def send_system_mail(template: str, *, to: str, language: str, **given: Any) -> None:
    """Render `accounts/mail/<template>.txt` (first line: the subject) in `language` and send it to one address.

    Raises what the mail backend raises; the job that called tries again.
    """
    company = find_company()
    with translation.override(language):
        words = render_to_string(
            f"accounts/mail/{template}.txt",
            {"company": company.name if company else "Careline", "desk": settings.CARELINE_URL, **given},
        )
    subject, _newline, body = words.strip().partition("\n")
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], headers=headers).send()
