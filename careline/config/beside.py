"""Answers some requests in processes beside this one: what they compute never holds Python's lock while pages wait."""

import ctypes
import gc
import io
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.db import connections
from django.urls import get_resolver

from careline.core.metrics import Answered, count, last_counted
from careline.core.waiting import seconds_in_line, stood_in_line

Answer = tuple[str, list[tuple[str, str]], bytes, Answered | None]
"""Status line, headers, body, and what is to be counted for it (a fork's own figures are asked by nobody)."""

POLITENESS = 5
"""How far the processes step back from the processors for pages, databases and workers (nice(2))."""
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
log = logging.getLogger(__name__)


class Beside:
    """A WSGI application whose reading requests are answered by `processes` forks of this process.

    To be made before this process has threads or connections. Where there is no fork, when a fork was killed, and for
    requests that bring something along, the application answers here.
    """

    def __init__(self, application: Callable[..., Any], *, processes: int) -> None:
        self._application = application
        self._forks = _forks(application, processes) if sys.platform == "linux" else None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        answer = self._ask(environ) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None
        if answer is None:
            return self._application(environ, start_response)  # type: ignore[no-any-return]
        status, headers, body, counted = answer
        if counted:
            count(counted)
        start_response(status, headers)
        return [body]

    def _ask(self, environ: dict[str, Any]) -> Answer | None:
        if self._forks is None:
            return None
        words = {key: value for key, value in environ.items() if isinstance(value, str)}
        try:
            return self._forks.submit(_answer, words, seconds_in_line()).result()
        except BrokenProcessPool:
            self._forks = None
            log.exception("a process for searches ended; searches run beside the pages until the next start")
            return None


def _forks(application: Callable[..., Any], processes: int) -> ProcessPoolExecutor:
    _load()
    forks = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_settle,
        initargs=(application, os.getpid()),
    )
    forks.submit(os.getpid).result()
    return forks


def _load() -> None:
    """Load what every page needs, once for all the forks."""
    gc.disable()
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.freeze()
    gc.enable()


def _settle(application: Callable[..., Any], parent: int) -> None:
    """Make a fork ready: it ends with its parent and not before it, and steps back for others."""
    global _here
    _here = application
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(POLITENESS)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


_here: Callable[..., Any]


def _answer(environ: dict[str, Any], waited: float) -> Answer:
    """Answer one request in a fork."""
    told: list[Any] = []
    stood_in_line(waited)
    given = {
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    chunks = _here(environ | given, lambda status, headers, _trouble=None: told.extend((status, headers)))
    try:
        return told[0], told[1], b"".join(chunks), last_counted()
    finally:
        getattr(chunks, "close", lambda: None)()
