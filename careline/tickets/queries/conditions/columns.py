"""What the fields of a ticket are in SQL, on the ticket `t`, and the choices that have words of their own."""

from django.utils.translation import gettext_lazy

from careline.customers.queries import ORGANISATION_ID, REMAINING_ID, WITH_MERGED
from careline.tickets.contracts import Grade
from careline.tickets.queries.conditions.sources import LATEST

CHANNELS = {
    "email": gettext_lazy("E-mail"), "form": gettext_lazy("Form"), "chat": gettext_lazy("Chat"),
    "voice": gettext_lazy("Voice"), "sms": gettext_lazy("SMS"), "counter": gettext_lazy("Counter"),
}  # fmt: skip
WAITING = {
    "us": (gettext_lazy("Us"), (1, 2)),
    "customer": (gettext_lazy("The customer"), (3,)),
    "third_party": (gettext_lazy("A third party"), (4,)),
}
GRADES = {
    Grade.VERIFIED.value: gettext_lazy("verified"),
    Grade.PLAUSIBLE.value: gettext_lazy("plausible"),
    Grade.UNVERIFIED.value: gettext_lazy("not verified"),
}
WAITS = {status: key for key, (_word, statuses) in WAITING.items() for status in statuses}
UNREAD = (
    "coalesce((SELECT max(m.id) FROM tickets_message m WHERE m.ticket_id = t.id), 0) > coalesce("
    "(SELECT s.message_id FROM tickets_seen s WHERE s.ticket_id = t.id AND s.agent_id = {me}), 0)"
)
WATCHED = "EXISTS (SELECT FROM tickets_watcher w WHERE w.ticket_id = t.id AND w.agent_id = {me})"
ATTACHMENT = (
    "EXISTS (SELECT FROM tickets_message m JOIN tickets_attachment a ON a.message_id = m.id"
    " WHERE m.ticket_id = t.id AND NOT a.is_inline)"
)
_WRITES_FROM = "SELECT i.customer_id FROM customers_identity i WHERE i.normalised "
_IS_CALLED = (
    "SELECT c.id FROM customers_customer c WHERE upper(c.name) LIKE upper({0}) AND c.merged_into_id IS NULL"
)
CUSTOMER = "t.customer_id IN " + WITH_MERGED.replace(
    "{found}", f"{_WRITES_FROM}ILIKE {{0}} UNION {_IS_CALLED}"
)
ADDRESS = "t.customer_id IN " + WITH_MERGED.replace("{found}", _WRITES_FROM + "= ANY({0})")
ORGANISATION = (
    "t.customer_id IN (SELECT c.id FROM customers_customer c JOIN customers_organisation o ON o.id = c.organisation_id"  # noqa: S608  (our own words)
    " WHERE lower(o.name) = ANY({0}) AND c.merged_into_id IS NULL UNION ALL"
    f" SELECT c.id FROM customers_customer c JOIN customers_organisation o ON o.id = {ORGANISATION_ID}"
    " WHERE lower(o.name) = ANY({0}) AND c.merged_into_id IS NOT NULL)"
)
MOVE = (
    "(CASE t.status WHEN 1 THEN 'us' WHEN 2 THEN 'us' WHEN 3 THEN 'customer' WHEN 4 THEN 'third_party' END)"
)
REMAINING = f"(SELECT {REMAINING_ID} FROM customers_customer c WHERE c.id = t.customer_id)"  # noqa: S608
CUSTOMER_TAGS = f"(SELECT r.tags FROM customers_customer r WHERE r.id = {REMAINING})"  # noqa: S608
GRADE = f"(SELECT m.grade FROM tickets_message m WHERE m.id = {LATEST})"  # noqa: S608
MESSAGE = f"EXISTS (SELECT FROM tickets_messagesearch s WHERE s.message_id = {LATEST} AND s.tsv @@ {{0}})"
LANGUAGE = "lower(t.language) = ANY({0}) OR split_part(lower(t.language), '-', 1) = ANY({0})"
