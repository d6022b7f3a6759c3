"""Web Push: the installation's pair of keys, and the browsers that asked for pushes."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.core.secrets import SecretField


class PushKeys(models.Model):
    """The one pair of VAPID keys (RFC 8292) of this installation; with another one every browser would have to ask again.

    `private_key` is PEM, encrypted at rest; `public_key` the uncompressed point in base64url, as browsers want it.
    """

    private_key = SecretField()
    public_key = models.CharField(max_length=100)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="push_keys_once")]


class Subscription(models.Model):
    """One browser of one person that takes pushes. Goes when the push service says so, at log out, or by hand.

    `endpoint` is the push service's address of that browser, a secret like a password; `p256dh` and `auth` are the
    browser's keys in base64url (RFC 8291). `browser` names it for people.
    """

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = SecretField()
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = SecretField()
    browser = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
