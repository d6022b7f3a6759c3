"""One listener per web process, and the streams that it feeds."""

import asyncio
import contextlib
import itertools
import json
from dataclasses import dataclass, field

import psycopg
import structlog

from careline.core.listening import listening_dsn
from careline.core.live import log as event_log
from careline.core.live.log import News
from careline.core.live.pings import CHANNEL
from careline.core.live.telling import Telling

# Each stream hears from us once in so many seconds: another part of them each second, not all at the same moment.
HEARTBEAT_SECONDS = 15
SHORTEST_PAUSE_SECONDS = 0.1
LONGEST_SLEEP_SECONDS = 5.0
LARGEST_BACKLOG = 500
LONGEST_BACKLOG_TRANSACTIONS = 100_000
# After these a person's rights may be others than before, so the watchers are checked again first.
_RIGHTS = (
    "agent.",
    "team.",
    "role.",
    "ticket.team_changed",
    "ticket.assigned",
    "ticket.watchers_changed",
    "ticket.merge",
    "ticket.agent_",
    "complaint.",
)
# These change what a person may do anywhere, whatever they look at: every stream is checked, though not told.
_FOR_EVERYBODY = frozenset(
    {"agent.deactivated", "agent.role_changed", "agent.teams_changed", "role.saved", "team.changed"}
)
logger = structlog.get_logger()


@dataclass(eq=False)
class Watcher:
    """One open stream: what it asked to watch, what it may watch, and what waits to be written to it.

    In the queue b"" is a heartbeat, and None the end. Those of one `kin` (a session) have their heartbeats together.
    """

    wanted: frozenset[str]
    topics: frozenset[str]
    kin: int = 0
    queue: asyncio.Queue[Telling | bytes | None] = field(default_factory=lambda: asyncio.Queue(maxsize=1000))
    must_check: bool = False
    checked_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    def offer(self, telling: Telling) -> None:
        """Queue news; a reader that is hopelessly behind is cut off and comes back with its cursor."""
        if telling.news.name.startswith(_RIGHTS):
            self.must_check = True
        try:
            self.queue.put_nowait(telling)
        except asyncio.QueueFull:
            with contextlib.suppress(asyncio.QueueEmpty):
                self.queue.get_nowait()
            self.queue.put_nowait(None)

    def beat(self) -> None:
        """Queue a heartbeat, unless something waits anyway."""
        if self.queue.empty():
            self.queue.put_nowait(b"")


class Hub:
    """Listens to the database and hands each event to those who watch one of its topics."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Watcher]] = {}
        self._watchers: set[Watcher] = set()
        self._identifier = ""
        self._snapshot = ""
        self._connection: event_log.Connection | None = None
        self._lock = asyncio.Lock()
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._heart: asyncio.Task[None] | None = None

    @property
    def position(self) -> str:
        """How far this hub has followed the log, as a cursor; "" while it follows nothing. Any thread may ask."""
        return self._cursor() if self._ready.is_set() else ""

    async def join(self, watcher: Watcher, last_cursor: str) -> str | None:
        """Begin to feed a stream. Returns its first cursor, or None if it must reload (unknown or old cursor)."""
        self._start()
        await asyncio.wait_for(self._ready.wait(), 10)
        async with self._lock:
            cursor = self._cursor()
            caught_up = await self._catch_up(watcher, last_cursor, cursor)
            self._watchers.add(watcher)
            for topic in watcher.wanted:
                self._by_topic.setdefault(topic, set()).add(watcher)
        return cursor if caught_up else None

    def leave(self, watcher: Watcher) -> None:
        """Cease to feed a stream."""
        self._watchers.discard(watcher)
        for topic in watcher.wanted:
            watchers = self._by_topic.get(topic, set())
            watchers.discard(watcher)
            if not watchers:
                self._by_topic.pop(topic, None)

    def close(self) -> None:
        """Stop listening, and end every stream so that a server can stop."""
        for task in (self._task, self._heart):
            if task:
                task.cancel()
        for watcher in self._watchers:
            with contextlib.suppress(asyncio.QueueFull):
                watcher.queue.put_nowait(None)

    def _cursor(self) -> str:
        return f"{self._identifier}/{self._snapshot}"

    async def _catch_up(self, watcher: Watcher, last: str, cursor: str) -> bool:
        if not last:
            return True
        identifier, _, before = last.partition("/")
        if identifier != self._identifier or self._connection is None or self._is_too_old(before):
            return False
        try:
            news = await event_log.missed(
                self._connection, before, self._snapshot, sorted(watcher.wanted), LARGEST_BACKLOG
            )
        except psycopg.DataError:
            return False
        for item in news:
            watcher.offer(Telling(cursor, item))
        return len(news) < LARGEST_BACKLOG

    def _is_too_old(self, snapshot: str) -> bool:
        first, _, _ = snapshot.partition(":")
        here, _, _ = self._snapshot.partition(":")
        return not first.isdecimal() or int(here) - int(first) > LONGEST_BACKLOG_TRANSACTIONS

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_listening())
        if self._heart is None or self._heart.done():
            self._heart = asyncio.create_task(self._keep_beating())

    async def _keep_beating(self) -> None:
        for second in itertools.cycle(range(HEARTBEAT_SECONDS)):
            await asyncio.sleep(1)
            for watcher in self._watchers:
                if watcher.kin % HEARTBEAT_SECONDS == second:
                    watcher.beat()

    async def _keep_listening(self) -> None:
        pause = SHORTEST_PAUSE_SECONDS
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                logger.warning("live_listener_lost", error=str(error))
            pause = SHORTEST_PAUSE_SECONDS if self._ready.is_set() else min(pause * 2, LONGEST_SLEEP_SECONDS)
            self._ready.clear()
            await asyncio.sleep(pause)

    async def _listen(self) -> None:
        dsn = listening_dsn("live")
        listener = await psycopg.AsyncConnection.connect(dsn, autocommit=True)
        async with listener, await psycopg.AsyncConnection.connect(dsn, autocommit=True) as reader:
            await listener.execute("LISTEN careline_event")
            await listener.execute(f"LISTEN {CHANNEL}")
            await self._resume(reader)
            self._ready.set()
            while True:
                async for notice in listener.notifies(timeout=LONGEST_SLEEP_SECONDS, stop_after=1):
                    if notice.channel == CHANNEL:
                        self._pass_on(notice.payload)
                await self._read(reader)

    async def _resume(self, reader: event_log.Connection) -> None:
        async with self._lock:
            self._connection = reader
            identifier, snapshot = await event_log.identify(reader)
            if identifier != self._identifier:
                self._identifier, self._snapshot = identifier, snapshot

    async def _read(self, reader: event_log.Connection) -> None:
        async with self._lock:
            self._snapshot, news = await event_log.since(reader, self._snapshot)
            cursor = self._cursor()
            for item in news:
                self._hand_out(cursor, item)

    def _pass_on(self, payload: str) -> None:
        said = json.loads(payload)
        self._hand_out("", News(said["name"], frozenset(said["topics"]), {}))

    def _hand_out(self, cursor: str, news: News) -> None:
        topics = self._by_topic if news.name in _FOR_EVERYBODY else news.topics
        watchers = set[Watcher]().union(*(self._by_topic.get(topic, set()) for topic in topics))
        telling = Telling(cursor, news)
        for watcher in watchers:
            watcher.offer(telling)
