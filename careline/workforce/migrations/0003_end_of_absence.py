"""That the end of an absence is told of once; of those that are over nothing is told any more."""

from django.db import migrations, models

OVER = "UPDATE workforce_absence SET is_end_told = true WHERE ends_at <= now()"


class Migration(migrations.Migration):

    dependencies = [
        ('workforce', '0002_skills_capacity_absence'),
    ]

    operations = [
        migrations.AddField(
            model_name='absence',
            name='is_end_told',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(OVER, migrations.RunSQL.noop),
    ]
