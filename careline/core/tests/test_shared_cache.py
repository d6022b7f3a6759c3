"""The cache in the database: as Django promises it, and known to every process."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from careline.core.jobs import sweep
from careline.core.models import Remembered
from careline.testing.racing import race


@pytest.mark.django_db
def test_it_keeps_what_django_promises() -> None:
    cache.set("a", [1.5, 2])
    assert cache.get("a") == [1.5, 2] and cache.get("b", "none") == "none"
    assert not cache.add("a", 1) and cache.add("b", True) and cache.get("b") is True
    assert cache.incr("b") == 2
    assert cache.get_many(["a", "b", "c"]) == {"a": [1.5, 2], "b": 2}
    assert cache.touch("a", None) and not cache.touch("c")
    assert cache.delete("a") and not cache.delete("a")
    cache.clear()
    assert cache.get("b") is None


@pytest.mark.django_db
def test_what_has_expired_is_gone_and_swept_away() -> None:
    cache.set("old", 1)
    cache.set("new", 1)
    cache.set("never", 1, timeout=-1)
    Remembered.objects.filter(key__endswith="old").update(expires_at=timezone.now() - timedelta(seconds=1))
    assert cache.get("old") is None and cache.get("never") is None and not cache.touch("old")
    assert cache.add("old", 2) and cache.get("old") == 2
    sweep(timestamp=0)
    assert {*Remembered.objects.values_list("key", flat=True)} == {":1:old", ":1:new"}


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_the_first() -> None:
    assert sorted(race(*[lambda: cache.add("code", "used")] * 6)) == [False] * 5 + [True]
