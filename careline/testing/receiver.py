"""Careline's own SMTP and LMTP receiver, running in a thread of a test."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from careline.channels.email.receiver import listen
from careline.channels.intake.gate import Gate


@contextmanager
def receiver(*, lmtp: bool = False) -> Iterator[int]:
    """Receive mail on a loopback port (given to the block) until the block ends; what came waits in the journal."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    gate = Gate()
    listening = listen(gate, host="127.0.0.1", port=0, lmtp=lmtp)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result(10)
    working = asyncio.run_coroutine_threadsafe(gate.run(), loop)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        working.cancel()
        gate._thread.submit(connections.close_all).result(10)
        gate._thread.shutdown()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
