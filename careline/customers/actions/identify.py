"""Find the customer behind an address, or make one. Says nothing about whether the address is really theirs."""

import unicodedata

from django.db import connection

from careline.core.prepared import prepared_cursor
from careline.customers.models import Customer, Identity, OrganisationDomain

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
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{kind}:{normalised}"])
        found = _find(kind, normalised)
    if found is None:
        return _make(kind, value.strip()[:320], normalised, name, language)
    customer_id, has_name, has_language = found
    learnt = {
        k: v
        for k, v, known in (("name", name, has_name), ("language", language, has_language))
        if v and not known
    }
    if learnt:
        Customer.objects.filter(pk=customer_id).update(**learnt)
    return customer_id


def find_organisation_id(email: str) -> int | None:
    """The organisation whose domain, or a parent of it, this address has; never by a free mail provider's."""
    domain = email.rpartition("@")[2]
    if not domain or domain in FREEMAIL:
        return None
    labels = domain.split(".")
    parents = [".".join(labels[i:]) for i in range(len(labels) - 1)][:6]
    rows = dict(
        OrganisationDomain.objects.filter(domain__in=parents).values_list("domain", "organisation_id")
    )
    return next((rows[parent] for parent in parents if parent in rows), None)


def _find(kind: str, normalised: str) -> tuple[int, bool, bool] | None:
    with prepared_cursor() as cursor:
        row = cursor.execute(_FIND, [kind, normalised]).fetchone()
    return (row[0], row[1], row[2]) if row else None


def _make(kind: str, value: str, normalised: str, name: str, language: str) -> int:
    organisation = find_organisation_id(normalised) if kind == "email" else None
    customer = Customer.objects.create(name=name, language=language, organisation_id=organisation)
    Identity.objects.create(customer=customer, kind=kind, value=value, normalised=normalised)
    return customer.pk
