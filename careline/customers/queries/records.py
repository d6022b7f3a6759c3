"""What counts of a person who has several records, in SQL on a record `c` of theirs: for statements about their tickets."""

_LAST = """(WITH RECURSIVE way(into_id, organisation_id) AS (
    SELECT m.merged_into_id, m.organisation_id FROM customers_customer m WHERE m.id = c.merged_into_id
    UNION ALL SELECT m.merged_into_id, m.organisation_id FROM way JOIN customers_customer m ON m.id = way.into_id)
    SELECT way.organisation_id FROM way WHERE way.into_id IS NULL)"""
ORGANISATION_ID = f"(CASE WHEN c.merged_into_id IS NULL THEN c.organisation_id ELSE coalesce({_LAST}, c.organisation_id) END)"
"""Whose organisation counts for a ticket: that of the record that remains after merges, else the record's own."""
