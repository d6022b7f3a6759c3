"""Every test starts with nobody having tried anything: allauth counts in the cache."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
