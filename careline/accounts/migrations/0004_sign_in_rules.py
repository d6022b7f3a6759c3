"""The rules of log in, and who lacks the second factor that they ask for."""


import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_custom_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='agent',
            name='needs_factor',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='SignInRules',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('second_factor_roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('session_hours', models.PositiveIntegerField(default=0)),
                ('idle_minutes', models.PositiveIntegerField(default=0)),
                ('only_single_sign_on', models.BooleanField(default=False)),
                ('password_length', models.PositiveSmallIntegerField(default=10)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='sign_in_rules_only_one')],
            },
        ),
    ]
