"""Exclusions say by which merges they came along."""


import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0026_due_by_clocks_and_promises'),
    ]

    operations = [
        migrations.AddField(
            model_name='exclusion',
            name='is_own',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='merge_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=models.Value('{}'), default=list, size=None),
        ),
    ]
