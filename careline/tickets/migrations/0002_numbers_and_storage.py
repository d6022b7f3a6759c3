"""Ticket numbers that people say aloud begin at 1001 and PostgreSQL looks after the queue and the index well."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE tickets_ticket ALTER COLUMN id RESTART WITH 1001;"
            "ALTER TABLE tickets_ticket SET (autovacuum_vacuum_scale_factor = 0.02);"
            "ALTER TABLE tickets_messagesearch ALTER COLUMN tsv SET STATISTICS 1000;",
            migrations.RunSQL.noop,
        )
    ]
