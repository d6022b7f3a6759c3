"""Does the domain in From stand behind the mail? DMARC (RFC 7489): policy, organisational domain and alignment."""

from functools import lru_cache

from authheaders.dmarc_lookup import get_org_domain

from careline.channels.email.name_service import Lookup


def published_policy(domain: str, *, lookup: Lookup) -> dict[str, str]:
    """Give the DMARC tags for a domain, its own or its organisation's; {} if none. Raises `name_service.Unavailable`."""
    for name in dict.fromkeys((domain, organisation(domain))):
        records = [
            text
            for text in lookup(f"_dmarc.{name}", "TXT")
            if text.replace(" ", "").lower().startswith("v=dmarc1")
        ]
        if len(records) == 1:
            tags = (part.partition("=") for part in records[0].split(";"))
            return {tag.strip().lower(): value.strip().lower() for tag, _, value in tags if tag.strip()}
    return {}


def is_aligned(authenticated: str, author: str, *, mode: str) -> bool:
    """Tell whether an authenticated domain speaks for the author's: `s` wants them equal, else the organisation is enough."""
    authenticated, author = authenticated.lower().rstrip("."), author.lower().rstrip(".")
    if not authenticated or not author:
        return False
    if mode == "s":
        return authenticated == author
    return authenticated == author or organisation(authenticated) == organisation(author)


@lru_cache(maxsize=2048)
def organisation(domain: str) -> str:
    """Give the organisational domain by the Public Suffix List that comes with authheaders."""
    found = str(get_org_domain(domain) or domain)
    return (
        found if "." in found else ".".join(domain.split(".")[-2:])
    )  # a top domain that the list doesn't know
