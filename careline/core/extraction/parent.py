"""The parent's side: hand a file to a child process, wait a bounded time, kill it if need be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from careline.core.extraction.contracts import LARGEST_BYTES, MOST_SECONDS, Unreadable

_HOME = Path(__file__).parents[3]
_GRACE_SECONDS = 10
_WORDLESS = ("image/", "audio/", "video/", "font/")
_ANSWER_BYTES = 2_000_000


def may_have_words(content_type: str) -> bool:
    """Whether a file of this type is worth reading: not pictures, sound and film."""
    return not content_type.lower().startswith(_WORDLESS)


def extract(content: bytes, name: str) -> str:
    """The words of a file, "" if it is of no kind that has any. `name` only hints at the kind.

    Raises Unreadable for one that is too large, damaged, encrypted, or takes too much time or memory.
    """
    if len(content) > LARGEST_BYTES:
        raise Unreadable("too large")
    if not content:
        return ""
    answer, code = _ask_child(content, name)
    if code:
        raise Unreadable("took too long" if code == -signal.SIGXCPU else "could not be read")
    try:
        said = json.loads(answer)
    except ValueError:
        raise Unreadable("could not be read") from None
    if said.get("reason"):
        raise Unreadable(str(said["reason"])[:100])
    return str(said.get("text", "")).replace("\x00", " ")


def _ask_child(content: bytes, name: str) -> tuple[bytes, int]:
    command = [sys.executable, *_arguments(name)]
    environment = {"PYTHONPATH": str(_HOME), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    ) as child:  # fmt: skip
        try:
            answer, _nothing = child.communicate(content, timeout=MOST_SECONDS + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unreadable("took too long") from None
        finally:
            _kill(child)
    return answer[:_ANSWER_BYTES], child.returncode


def _arguments(name: str) -> list[str]:
    return ["-m", "careline.core.extraction.reading", name[-100:]]


def _kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
