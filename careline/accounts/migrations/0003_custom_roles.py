"""Roles that a company makes for itself, and who leads which team, told in the person's own row."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_api_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('description', models.CharField(blank=True, default='', max_length=200)),
                ('base', models.CharField(max_length=20)),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name='agent',
            name='custom_rights',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), null=True, size=None),
        ),
        migrations.AddField(
            model_name='agent',
            name='led_team_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='agent',
            name='custom_role',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='accounts.customrole'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='custom_role',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.customrole'),
        ),
        migrations.RunSQL(
            "UPDATE accounts_agent a SET led_team_ids = ARRAY(SELECT m.team_id FROM accounts_membership m"
            " WHERE m.agent_id = a.id AND m.is_lead ORDER BY m.team_id)",
            migrations.RunSQL.noop,
        ),
    ]
