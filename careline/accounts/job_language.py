"""Work behind the pages speaks the company's language where it writes down reasons that somebody reads later.

What a job says to one person in particular (a mail, a notice) is said in theirs: see `queries.spoken_language`.
"""

from collections.abc import Callable
from typing import Any

from careline.accounts.queries import speaking_house


def speak_in_job(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Run a job that is an ordinary function in the company's language (Procrastinate's task middleware)."""
    with speaking_house():
        return call_next()
