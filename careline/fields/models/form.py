"""Forms: which fields are asked, in which order, under which rules."""

from django.db import models


class FieldForm(models.Model):
    """The form of one type of ticket, or of customers or organisations; `ticket_type` "" is the one for all others.

    `keys` are the fields in order, `rules` a list of {when, operator, values, effect, field, choices}. Where there is
    no form, all fields are asked.
    """

    target = models.CharField(max_length=12)
    ticket_type = models.CharField(max_length=12, blank=True, default="")
    keys = models.JSONField(default=list)
    rules = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "ticket_type"], name="field_form_once")]
