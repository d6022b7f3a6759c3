"""What a team has in each status, summed once: a page no longer adds up a row for every assignee."""

from django.db import migrations, models

_SUM = """
INSERT INTO tickets_teamcount (team_id, status, n)
SELECT team_id, status, sum(n) FROM tickets_ticketcount GROUP BY 1, 2
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_text_search_configurations")]

    operations = [
        migrations.CreateModel(
            name="TeamCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team_id", models.BigIntegerField()),
                ("status", models.SmallIntegerField()),
                ("n", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("team_id", "status"), name="team_count_once")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="ticketcount", name="ticket_count_once"),
        migrations.AddConstraint(
            model_name="ticketcount",
            constraint=models.UniqueConstraint(
                fields=("assignee_id", "team_id", "status"), name="ticket_count_once"
            ),
        ),
        migrations.RunSQL(_SUM, migrations.RunSQL.noop),
    ]
