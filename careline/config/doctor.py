"""`careline doctor`: everything that an operator can get wrong, each with the hint that mends it."""

from django.db import OperationalError, connection
from django.utils.module_loading import autodiscover_modules
from rich.console import Console
from rich.text import Text

from careline.config.checks import database, machine, serving
from careline.config.settings import CONFIGURATION
from careline.core.diagnosis import CHECKS, Check, Finding, Level, bad, examine

MACHINE: dict[str, Check] = {
    "python": machine.check_python,
    "home": machine.check_home,
    "secret key": machine.check_secret_key,
    "clock": machine.check_clock,
    "settings": machine.check_stray_settings,
    "address": serving.check_address,
    "static files": serving.check_static_files,
    "attachments": serving.check_files,
    "account mail": serving.check_account_mail,
}
ON_DATABASE: dict[str, Check] = {
    "database": database.check_reachable,
    "extensions": database.check_extensions,
    "tables": database.check_tables,
    "wake-ups": database.check_listener,
    "clocks": database.check_clocks,
    "worker": serving.check_worker,
    "mail ports": serving.check_mail_ports,
}
MARKS = {Level.GOOD: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.BAD: ("✗", "red")}


def run() -> bool:
    """Look at everything and print what was found. Returns whether nothing is bad."""
    autodiscover_modules("diagnosis")
    console = Console(highlight=False, soft_wrap=True)
    found = []
    for name, finding in examine(MACHINE):
        found.append(finding)
        _print(console, name, finding)
    trouble = _unreachable()
    for name, finding in [("database", trouble)] if trouble else examine(ON_DATABASE | CHECKS):
        found.append(finding)
        _print(console, name, finding)
    wrong = sum(finding.level == Level.BAD for finding in found)
    console.print("\nAll is well." if not wrong else f"\n{wrong} to mend.")
    return not wrong


def _unreachable() -> Finding | None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        if CONFIGURATION.is_embedded:
            return bad(
                "the embedded database is not running", "careline up starts it; then ask the doctor again"
            )
        return bad(
            f"no connection: {str(error).splitlines()[0]}",
            "check DATABASE_URL, the server and its pg_hba.conf",
        )
    return None


def _print(console: Console, name: str, finding: Finding) -> None:
    mark, colour = MARKS[finding.level]
    console.print(Text.assemble((f"{mark} ", colour), (f"{name:<13}", "bold"), finding.text))
    if finding.hint:
        console.print(Text(f"  {'':<13}→ {finding.hint}", style=colour))
