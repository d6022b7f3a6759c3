"""A ticket can sleep until a moment; the lists of open tickets leave it out by their indexes."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_api_tokens'),
        ('customers', '0003_consent_and_hold'),
        ('tickets', '0007_macros_and_bulk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='snooze', serialize=False, to='tickets.ticket')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_team_due',
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_team_waiting',
        ),
        migrations.AddField(
            model_name='ticket',
            name='snoozed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('status__in', [1, 2, 3, 4])), fields=['team', 'due_at', 'id'], include=('status', 'priority', 'assignee', 'channel', 'type', 'language', 'inbox_id', 'snoozed_until', 'last_customer_at'), name='ticket_team_due'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('status__in', [1, 2, 3, 4])), fields=['team', 'last_customer_at', 'id'], include=('status', 'priority', 'assignee', 'channel', 'type', 'language', 'inbox_id', 'snoozed_until', 'due_at'), name='ticket_team_waiting'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('snoozed_until__isnull', False)), fields=['team', 'snoozed_until', 'id'], name='ticket_team_asleep'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('snoozed_until__isnull', False)), fields=['snoozed_until'], name='ticket_wakes'),
        ),
        migrations.AddField(
            model_name='snooze',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='snooze',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team'),
        ),
    ]
