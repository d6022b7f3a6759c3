"""What came along with a merged ticket, so that undoing the merge brings it back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Carried(models.Model):
    """What one merge (`merge_id`) brought from its source to its target: decisions, and the open escalation.

    `ended_ids` are escalations of the target that ended since the source stood higher on its ladder. Read once, when the
    merge is undone.
    """

    merge_id = models.BigIntegerField(unique=True)
    decision_ids = ArrayField(models.BigIntegerField(), default=list)
    escalation_ids = ArrayField(models.BigIntegerField(), default=list)
    ended_ids = ArrayField(models.BigIntegerField(), default=list)
