"""Why something was not done."""

from django.http import Http404
from django.utils.translation import gettext as _


class NotVisible(Http404):
    """There is no such ticket, or not for this person: both look the same from outside."""


class Conflict(Exception):
    """Somebody else changed it meanwhile: nothing was written. `version` is the one that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"changed meanwhile, now at version {version}")
        self.version = version


class Refused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Crossed(Refused):
    """Something was said that the writer of an answer had not seen: `message_id` is the newest of it. Nothing was sent."""

    def __init__(self, message_id: int, name: str) -> None:
        words = _("%(name)s wrote while you were writing. Read it above; your answer is still here.")
        super().__init__(words % {"name": name})
        self.message_id = message_id


class NeedsReason(Refused):
    """A ticket can't be solved without saying why, as things stand; with a reason it can."""


class OpenChildren(NeedsReason):
    """A ticket can't be solved without saying why while tickets that are its children are open."""

    def __init__(self, words: str, numbers: tuple[int, ...]) -> None:
        super().__init__(words)
        self.numbers = numbers
