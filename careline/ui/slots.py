"""Slots: places in a page that apps from upper floors fill, without the page importing them.

An app registers in its `AppConfig.ready()`; a template renders with `{% slot "ticket.side" ticket=ticket %}`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

log = logging.getLogger(__name__)
Provider = Callable[..., str | None]


def anyone(request: HttpRequest) -> bool:
    """Allow everybody: the usual predicate of a link."""
    return True


def no_count(request: HttpRequest) -> str:
    """Count nothing: the usual figure beside a link."""
    return ""


@dataclass(frozen=True)
class Link:
    """An entry of a list of links, such as the slots `nav`, `settings`, and `places` (which the command palette alone knows).

    `allowed(request)` says who sees it, `count(request)` gives a short figure beside it ("3 failed"); those of `nav` come
    with the bell, so that no page waits for them.
    `about` is one line on what is found there; `also` names further paths whose pages belong to it; `key` is its key or sequence of keys ("g i").
    """

    label: str | Promise
    url_name: str
    icon: str
    group: str | Promise = ""
    key: str = ""
    also: tuple[str, ...] = ()
    allowed: Callable[[HttpRequest], bool] = anyone
    count: Callable[[HttpRequest], str] = no_count
    about: str | Promise = ""

    @property
    def href(self) -> str:
        """The address it leads to."""
        return reverse(self.url_name)

    @property
    def count_id(self) -> str:
        """The id of the element of the page that shows its figure; "" for one that has none."""
        return "" if self.count is no_count else f"count-{self.url_name.replace(':', '-')}"

    def covers(self, path: str) -> int:
        """Return how much of `path` belongs to this link, in characters; 0 if it lies elsewhere."""
        if path == self.href:
            return len(path) + 1
        homes = [home for home in (self.href, *self.also) if home != "/" and path.startswith(home)]
        return max(map(len, homes), default=0)


@dataclass
class Slots:
    """What is registered for each slot, in order."""

    providers: dict[str, list[tuple[int, Provider]]] = field(default_factory=dict)
    links: dict[str, list[tuple[int, Link]]] = field(default_factory=dict)


_slots = Slots()


def register(slot: str, *, order: int = 100) -> Callable[[Provider], Provider]:
    """Register a provider for `slot`: a callable `(request, **context) -> HTML or None`. Lower `order` comes first."""

    def keep(provider: Provider) -> Provider:
        entries = _slots.providers.setdefault(slot, [])
        entries.append((order, provider))
        entries.sort(key=lambda entry: entry[0])
        return provider

    return keep


def register_link(slot: str, link: Link, *, order: int = 100) -> None:
    """Register a link for `slot`. Lower `order` comes first."""
    entries = _slots.links.setdefault(slot, [])
    entries.append((order, link))
    entries.sort(key=lambda entry: entry[0])


def contributions(slot: str, request: HttpRequest | None, **context: Any) -> Iterator[str]:
    """Yield what the providers of `slot` have to show. One that fails is logged and left out: the page stands."""
    for _order, provider in _slots.providers.get(slot, ()):
        try:
            shown = provider(request, **context)
        except Exception:
            log.exception("slot %s: a provider failed", slot)
            continue
        if shown:
            yield shown


def grouped(shown: Iterable[Link]) -> dict[str, list[Link]]:
    """Links in their groups, by the groups' names, in order."""
    groups: dict[str, list[Link]] = {}
    for link in shown:
        groups.setdefault(str(link.group), []).append(link)
    return groups


def links(slot: str, request: HttpRequest) -> list[Link]:
    """Return the links of `slot` that the person who asks may see."""
    return [link for _order, link in _slots.links.get(slot, ()) if link.allowed(request)]


def current(shown: list[Link], path: str) -> Link | None:
    """Return the link that `path` belongs to: the one that covers most of it."""
    best = max(shown, key=lambda link: link.covers(path), default=None)
    return best if best is not None and best.covers(path) else None
