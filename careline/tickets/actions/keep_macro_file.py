"""Put a file beside a macro's words, or take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from careline.core.files import store
from careline.tickets.actions.attach_file import MOST_BYTES, MOST_FILES, refuse_program, sniff
from careline.tickets.contracts import Refused
from careline.tickets.models import MacroFile
from careline.tickets.queries.macros import access_managed_macro

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def keep_macro_file(macro_id: int, *, name: str, content: bytes, by: Agent) -> MacroFile:
    """Keep a file that goes along with a macro. Refuses programs, and more than one message can carry."""
    macro = access_managed_macro(by, macro_id)
    name = refuse_program(name)
    used = macro.files.aggregate(size=Sum("size"))["size"] or 0
    if not content or used + len(content) > MOST_BYTES or macro.files.count() >= MOST_FILES:
        raise Refused(_("“%(name)s” is empty, or too large for one message.") % {"name": name})
    kind = sniff(content, name)
    return MacroFile.objects.create(
        macro=macro, file=store(content, kind), name=name, content_type=kind, size=len(content)
    )


def drop_macro_file(macro_id: int, key: str, *, by: Agent) -> bool:
    """Take a file away from a macro; False if it is not there. Answers that took it along keep it."""
    return bool(MacroFile.objects.filter(macro=access_managed_macro(by, macro_id), key=key).delete()[0])
