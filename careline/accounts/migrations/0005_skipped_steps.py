"""Which of the first steps of a new desk were left out."""


import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_sign_in_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='skipped_steps',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
    ]
