"""How many requests a token may make a minute, and the headers that say so (draft-ietf-httpapi-ratelimit-headers)."""

import time
from dataclasses import dataclass

from django.http.response import HttpResponseBase

from careline.core import limits

MOST = 600
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window of requests, and when the next window begins."""

    left: int
    seconds: int
    is_spent: bool

    def tell(self, response: HttpResponseBase) -> None:
        """Write it into the headers of an answer."""
        response["RateLimit-Policy"] = f'"requests";q={MOST};w={SECONDS}'
        response["RateLimit"] = f'"requests";r={self.left};t={self.seconds}'
        if response.status_code == 429:
            response["Retry-After"] = str(self.seconds)


def spend(key: str) -> Allowance:
    """Count one request of a token."""
    used = limits.count_one(f"api:{key}", seconds=SECONDS)
    return Allowance(max(MOST - used, 0), SECONDS - int(time.time()) % SECONDS, used > MOST)
