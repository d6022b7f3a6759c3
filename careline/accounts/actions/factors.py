"""Who still lacks the second factor that their role asks for: told in the person's own row."""

from collections.abc import Iterable

from django.db import connection

_REMEMBER = """
UPDATE accounts_agent a SET needs_factor = NOT EXISTS (
    SELECT FROM mfa_authenticator f WHERE f.user_id = a.id AND f.type <> 'recovery_codes')
  AND EXISTS (SELECT FROM accounts_signinrules r
    WHERE coalesce((SELECT c.key FROM accounts_customrole c WHERE c.id = a.custom_role_id), a.role)
      = ANY(r.second_factor_roles))
"""


def remember_factors(agent_ids: Iterable[int] | None = None) -> None:
    """Write it into the rows of these people (None: of all): whoever changes rules, roles or factors calls it."""
    with connection.cursor() as cursor:
        if agent_ids is None:
            cursor.execute(_REMEMBER)
        else:
            cursor.execute(f"{_REMEMBER} WHERE a.id = ANY(%s)", [sorted(agent_ids)])
