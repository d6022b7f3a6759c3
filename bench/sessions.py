"""Logged-in sessions for synthetic agents, made by the product's own session store in a process of its own."""

import json
import os
import subprocess
import sys

_MAKE = """
import json, sys, django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
keys = []
for person in get_user_model().objects.filter(is_active=True).order_by("pk")[: int(sys.argv[1])]:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    keys.append(f"{settings.SESSION_COOKIE_NAME}={store.session_key}")
print(json.dumps(keys))
"""


def cookies(address: str, count: int) -> list[str]:
    """Cookie headers of `count` agents."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "careline.config.settings",
    }
    made = subprocess.run(
        [sys.executable, "-c", _MAKE, str(count)], env=environment, check=True, capture_output=True, text=True
    )
    return list(json.loads(made.stdout))
