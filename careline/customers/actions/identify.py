"""Find the customer behind an address, or make one. Says nothing about whether the address is really theirs."""

import unicodedata

from careline.core.prepared import prepared_cursor
from careline.customers.models import Customer

_PROVIDERS = """
aol.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hotmail.com icloud.com laposte.net
libero.it live.com mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com orange.fr outlook.com outlook.de
posteo.de proton.me protonmail.com qq.com rocketmail.com t-online.de tutanota.com web.de wp.pl yahoo.co.jp yahoo.co.uk
yahoo.com yahoo.de yandex.com yandex.ru zoho.com 126.com 163.com
"""
FREEMAIL = frozenset(_PROVIDERS.split())

_FIND = """
SELECT c.id, c.name <> '', c.language <> '' FROM customers_identity i JOIN customers_customer c ON c.id = i.customer_id
WHERE i.kind = %s AND i.normalised = %s
"""
# The identity decides: who comes second waits for the first one's transaction, inserts nothing, and no customer either.
_MAKE = """
WITH i AS (INSERT INTO customers_identity (customer_id, kind, value, normalised, created_at)
    SELECT nextval(pg_get_serial_sequence('customers_customer', 'id')), %(kind)s, %(value)s, %(normalised)s,
        statement_timestamp()
    ON CONFLICT (kind, normalised) DO NOTHING RETURNING customer_id)
INSERT INTO customers_customer (id, name, language, time_zone, notes, tags, team_ids, created_at, organisation_id)
SELECT i.customer_id, %(name)s, %(language)s, '', '', '{}', '{}', statement_timestamp(),
    (SELECT organisation_id FROM customers_organisationdomain WHERE domain = ANY(%(domains)s)
     ORDER BY length(domain) DESC LIMIT 1) FROM i
RETURNING id
"""


def normalise(value: str) -> str:
    """How two spellings of one address are recognised: NFC, lower case, no space around."""
    return unicodedata.normalize("NFC", value).strip().lower()


def identify(value: str, *, kind: str = "email", name: str = "", language: str = "") -> int:
    """Return the id of the customer with this identity, made if need be; two at once make only one.

    A name or language is kept where none was known. Without a value (mail without a sender) each call makes a new
    customer. Must run in the caller's transaction. Emits nothing: the ticket that follows says it.
    """
    normalised = normalise(value)[:320]
    name, language = name.strip()[:200], language[:12]
    if not normalised:
        return Customer.objects.create(name=name, language=language).pk
    found = _find(kind, normalised)
    while found is None:
        made = _make(kind, value.strip()[:320], normalised, name, language)
        if made is not None:
            return made
        found = _find(kind, normalised)
    customer_id, has_name, has_language = found
    learnt = {
        k: v
        for k, v, known in (("name", name, has_name), ("language", language, has_language))
        if v and not known
    }
    if learnt:
        Customer.objects.filter(pk=customer_id).update(**learnt)
    return customer_id


def _find(kind: str, normalised: str) -> tuple[int, bool, bool] | None:
    with prepared_cursor() as cursor:
        row = cursor.execute(_FIND, [kind, normalised]).fetchone()
    return (row[0], row[1], row[2]) if row else None


def _make(kind: str, value: str, normalised: str, name: str, language: str) -> int | None:
    """The id of a new customer with this identity, in one statement; None if somebody else has just made them."""
    values = {
        "kind": kind,
        "value": value,
        "normalised": normalised,
        "name": name,
        "language": language,
        "domains": _domains(normalised) if kind == "email" else [],
    }
    with prepared_cursor() as cursor:
        row = cursor.execute(_MAKE, values).fetchone()
    return row[0] if row else None


def _domains(email: str) -> list[str]:
    """The domain of an address and those above it, by which an organisation is known; none of a free mail provider."""
    domain = email.rpartition("@")[2]
    if not domain or domain in FREEMAIL:
        return []
    labels = domain.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)][:6]
