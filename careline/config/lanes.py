"""Which requests search: they get threads of their own, so that no page of the queue waits behind them."""

import re

# The addresses that hold a turn of `tickets.queries.turns`.
_SEARCHES = re.compile(r"/search/|/tickets/\d+/similar/$|/api/v1/search$")


def is_search(path: str) -> bool:
    """Whether what stands at this path looks through everything that was said."""
    return _SEARCHES.match(path) is not None


def threads_for_searches(threads: int) -> int:
    """Half as many as pages have, at least one."""
    return max(1, threads // 2)
