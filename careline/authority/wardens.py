"""Authority answers for the fields of tickets that hold what was decided."""

from careline.authority.actions.decide_fields import decide_fields
from careline.authority.queries.filling import foretell
from careline.tickets.slots import Warden, register_warden

register_warden("authority", Warden(decide_fields, foretell))
