"""Which requests search, or sum up a great deal: they get threads and processes of their own, so that no page of the queue waits behind them."""

import re

# The addresses that hold a turn of `tickets.queries.turns`, and those of figures over many tickets.
_SEARCHES = re.compile(r"/search/|/insight/|/api/v1/figures|/tickets/\d+/similar/$|/api/v1/search$")


def is_search(path: str) -> bool:
    """Whether what stands at this path looks through everything that was said, or happened in a year."""
    return _SEARCHES.match(path) is not None


def at_once(threads: int) -> int:
    """How many searches one web process has under way: half as many as pages, at least one."""
    return max(1, threads // 2)
