"""Passwords: hashed at OWASP's strength; stronger hashes of before still open the door, and are made anew."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password


@pytest.fixture
def real_hashers(settings):
    settings.PASSWORD_HASHERS = ["careline.accounts.hashing.StaffArgon2"]


def test_a_password_is_hashed_by_argon2id_with_19_mib_two_passes_one_lane(real_hashers):
    assert make_password("four random words").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_another_strength_is_known_and_made_anew_at_log_in(real_hashers):
    class Small(Argon2PasswordHasher):
        time_cost, memory_cost, parallelism = 1, 8_192, 1

    before, made = Small().encode("four random words", "salt-that-is-long-enough"), []
    assert check_password("four random words", before, setter=made.append) and made == ["four random words"]
    assert not check_password("other words", before)
    assert not identify_hasher(before).verify("", before)
