"""Who leads which team: kept by each membership, and told in the person's own row."""

from collections.abc import Iterable

from django.db import connection

_REMEMBER = """
UPDATE accounts_agent a SET led_team_ids = ARRAY(
  SELECT m.team_id FROM accounts_membership m WHERE m.agent_id = a.id AND m.is_lead ORDER BY m.team_id)
WHERE a.id = ANY(%s)
"""


def remember_leads(agent_ids: Iterable[int]) -> None:
    """Write into these people's rows which teams they lead: whoever changes memberships calls it."""
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [sorted(agent_ids)])
