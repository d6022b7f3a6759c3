"""What a ticket is due by, source by source: its clocks, and what people promised. Until now there were only clocks."""

from datetime import UTC, datetime

from django.db import migrations, models

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
CLOCKS = """
UPDATE tickets_ticket SET clock_due_at = due_at, clock_is_promise = due_is_promise
WHERE due_at < timestamptz '9999-01-01 00:00+00'
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0025_marks_on_rows")]

    operations = [
        migrations.AddField(
            "ticket", "clock_due_at", models.DateTimeField(db_default=NEVER, default=NEVER)
        ),
        migrations.AddField(
            "ticket", "clock_is_promise", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("ticket", "promised_at", models.DateTimeField(null=True)),
        migrations.RunSQL(CLOCKS, migrations.RunSQL.noop),
    ]
