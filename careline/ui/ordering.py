"""The order of a list as a page posts it: ids in `order`, and a button (`up-<id>`, `down-<id>` in `do`) that moves one."""

from __future__ import annotations

from django.http import HttpRequest

from careline.ui.numbers import number_of


def posted_order(request: HttpRequest) -> list[int]:
    """The posted ids, first to last, with the one that a button asked for moved a place; what is no id is left out."""
    posted = [number for one in request.POST.getlist("order") if (number := number_of(one))]
    way, _dash, key = request.POST.get("do", "").partition("-")
    moved = number_of(key)
    if way not in ("up", "down") or moved not in posted:
        return posted
    rest = [one for one in posted if one != moved]
    rest.insert(max(posted.index(moved) + (-1 if way == "up" else 1), 0), moved)
    return rest
