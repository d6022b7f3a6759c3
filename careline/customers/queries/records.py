"""What counts of a person who has several records, in SQL on a record `c` of theirs: for statements about their tickets."""

_LAST = """(WITH RECURSIVE way(id, into_id, organisation_id) AS (
    SELECT m.id, m.merged_into_id, m.organisation_id FROM customers_customer m WHERE m.id = c.merged_into_id
    UNION ALL SELECT m.id, m.merged_into_id, m.organisation_id FROM way JOIN customers_customer m ON m.id = way.into_id)
    SELECT way.{column} FROM way WHERE way.into_id IS NULL)"""
_ORGANISATION = _LAST.format(column="organisation_id")
_REMAINS = _LAST.format(column="id")
REMAINING_ID = f"(CASE WHEN c.merged_into_id IS NULL THEN c.id ELSE {_REMAINS} END)"
"""The record that remains after merges: the one whose name, tags, addresses and fields count."""
ORGANISATION_ID = f"(CASE WHEN c.merged_into_id IS NULL THEN c.organisation_id ELSE coalesce({_ORGANISATION}, c.organisation_id) END)"
"""Whose organisation counts for a ticket: that of the record that remains after merges, else the record's own."""
WITH_MERGED = (
    "({found} UNION SELECT c.id FROM customers_customer c WHERE c.merged_into_id IS NOT NULL"  # noqa: S608
    f" AND {_REMAINS} IN ({{found}}))"
)
"""The records that a statement found, `{found}`, with all that were merged into them.

The merged ones apart, for the planner's sake: it knows how many the others are, and merged ones are few.
"""
