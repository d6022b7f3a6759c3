"""What every event of a promise says of it."""

from typing import Any

from careline.promises.models.promise import Promise


def known(promise: Promise) -> dict[str, Any]:
    """The fields that facts about a promise share."""
    return {
        "promise_id": promise.pk,
        "agent_id": promise.agent_id,
        "words": promise.words,
        "due": promise.due_at.isoformat(),
    }
