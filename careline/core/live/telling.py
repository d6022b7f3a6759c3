"""What is written to streams, in the format of Server-Sent Events: each piece of news made into bytes once for all."""

import json

from careline.core.live.log import News

STILL_HERE = b": still here\n\n"
RELOAD = b"event: reload\ndata: {}\n\n"
RETRY = b"retry: 2000\n\n"


class Telling:
    """News on its way to many streams; those that may know the same topics of it share the same bytes."""

    __slots__ = ("_blocks", "cursor", "news")

    def __init__(self, cursor: str, news: News) -> None:
        self.cursor = cursor
        self.news = news
        self._blocks: dict[frozenset[str], bytes] = {}

    def block(self, topics: frozenset[str]) -> bytes:
        """The bytes for a stream that may watch these topics; b"" where none of them is meant."""
        known = self.news.topics & topics
        if not known:
            return b""
        block = self._blocks.get(known)
        if block is None:
            block = self._blocks[known] = self._made(known)
        return block

    def _made(self, topics: frozenset[str]) -> bytes:
        head = f"id: {self.cursor}\n" if self.cursor else ""
        data = self.news.data
        if (
            "ticket_id" in data and f"ticket:{data['ticket_id']}" not in topics
        ):  # who watches its team may be kept out
            data = {key: value for key, value in data.items() if key == "event"}
        body = json.dumps({"name": self.news.name, "topics": sorted(topics), **data})
        return f"{head}event: {self.news.name}\ndata: {body}\n\n".encode()


def ready(cursor: str, topics: frozenset[str]) -> bytes:
    """The first block of a stream: where it begins, and what it may watch."""
    return f"id: {cursor}\nevent: ready\ndata: {json.dumps(sorted(topics))}\n\n".encode()
