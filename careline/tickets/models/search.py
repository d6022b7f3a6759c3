"""What full-text search looks through."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class MessageSearch(models.Model):
    """One message's words (with subject, attachment names and customer), ready for search; follows its ticket's team."""

    message_id = models.BigIntegerField(primary_key=True)
    ticket_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    is_public = models.BooleanField(default=True)
    tsv = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["tsv"], name="search_words", fastupdate=True),
            models.Index(fields=["team_id", "-message_id"], name="search_team_new"),
            models.Index(fields=["ticket_id"], name="search_ticket"),
        ]
