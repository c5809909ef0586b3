"""A cache holds at most its limit of bytes, and drops what was not used for longest."""

from __future__ import annotations

from model.byte_cache import ByteCache


def test_the_least_recently_used_goes_first_when_the_bytes_are_used_up() -> None:
    cache = ByteCache[str, int](100)
    for number, key in enumerate("abc"):
        cache.put(key, number, 30)
    assert cache.get("a") == 0
    cache.put("d", 3, 40)
    assert (cache.get("a"), cache.get("b"), cache.get("c"), cache.get("d")) == (0, None, 2, 3)
    assert (cache.bytes, len(cache)) == (100, 3)


def test_what_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out() -> None:
    cache = ByteCache[str, int](100)
    cache.put("a", 1, 60)
    cache.put("b", 2, 101)
    assert (cache.get("a"), cache.get("b"), cache.bytes) == (1, None, 60)


def test_a_key_that_is_kept_anew_counts_once_and_a_dropped_one_not_at_all() -> None:
    cache = ByteCache[str, int](100)
    cache.put("a", 1, 60)
    cache.put("a", 2, 80)
    assert (cache.get("a"), cache.bytes) == (2, 80)
    cache.pop("a")
    cache.pop("a")
    assert (cache.get("a"), cache.bytes, len(cache)) == (None, 0, 0)
