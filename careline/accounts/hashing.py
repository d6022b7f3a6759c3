"""How passwords are hashed: Argon2id at the strength that OWASP asks for at least (Password Storage Cheat Sheet)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class StaffArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Django's usual 100 MiB and eight lanes cost a small server 0.3 s of processor, and 1.6 s of waiting while it is
    busy. Hashes of other strengths are recognised, and made anew when their owner logs in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
