"""Django's checks, said by every command and at start: those findings of the doctor that need no database.

What is found and the hint that mends it come from the doctor's own checks; here they only get their ids.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from careline.config.checks import machine, serving
from careline.core.diagnosis import Check, Finding, Level, examine

# Quick ones alone: no network, no database, nothing written. An id, once given, keeps its meaning.
IDS: dict[str, tuple[str, Check]] = {
    "001": ("python", machine.check_python),
    "002": ("home", machine.check_home),
    "003": ("secret key", machine.check_secret_key),
    "004": ("clock", machine.check_clock),
    "005": ("settings", machine.check_stray_settings),
}
AT_DEPLOYMENT: dict[str, tuple[str, Check]] = {"006": ("address", serving.check_url)}


def register() -> None:
    """Have Django run them; those about the public address only with `check --deploy`."""
    checks.register(check_machine, "careline")
    checks.register(check_deployment, "careline", deploy=True)


def check_machine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return a warning `careline.W001` … for each finding that is not good; none stops a command that may mend it."""
    return _messages(IDS)


def check_deployment(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return the same for what matters only where others reach this machine."""
    return _messages(AT_DEPLOYMENT)


def _messages(wanted: dict[str, tuple[str, Check]]) -> list[checks.CheckMessage]:
    return [
        _message(number, finding)
        for number, (name, check) in wanted.items()
        for _, finding in examine({name: check})
        if finding.level is not Level.GOOD
    ]


def _message(number: str, finding: Finding) -> checks.CheckMessage:
    return checks.Warning(finding.text, hint=finding.hint, id=f"careline.W{number}")
