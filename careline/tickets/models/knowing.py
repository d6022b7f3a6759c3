"""Which teams know a customer: those that have tickets of theirs. Kept in the customer's row for `visible_to`."""

from django.db import connection

_KNOW = """
UPDATE customers_customer SET team_ids = array(
    SELECT DISTINCT t.team_id FROM tickets_ticket t WHERE t.customer_id IN (
        SELECT c.id FROM customers_customer c WHERE c.id = %(customer)s OR c.merged_into_id = %(customer)s) ORDER BY 1)
WHERE id = %(customer)s
"""


def teams_know(*customer_ids: int) -> None:
    """Work out anew which teams know these customers, after a ticket of theirs moved."""
    with connection.cursor() as cursor:
        for customer_id in sorted(set(customer_ids)):
            cursor.execute(_KNOW, {"customer": customer_id})
