"""Tasks, reminders, time entries, signs on notes, and who read what."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0011_split_tickets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Read',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agent_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('ticket', 'Ticket'), ('customer', 'Customer'), ('attachment', 'Attachment'), ('export', 'Export')], max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('ticket_id', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='read_at'), models.Index(fields=['agent_id', '-id'], name='read_by'), models.Index(fields=['kind', 'object_id', '-id'], name='read_what'), models.Index(condition=models.Q(('ticket_id', 0), _negated=True), fields=['ticket_id', '-id'], name='read_ticket')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign', models.CharField(choices=[('agree', 'Agreed'), ('disagree', 'Not agreed'), ('thanks', 'Thank you'), ('done', 'Done'), ('looking', 'Looking into it')], max_length=10)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='tickets.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'agent', 'sign'), name='reaction_sign_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('due_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['agent', 'due_at'], name='reminder_of_agent'), models.Index(condition=models.Q(('done_at__isnull', True), ('told_at__isnull', True)), fields=['due_at'], name='reminder_due')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('due_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['owner', 'due_at'], name='task_of_owner'), models.Index(condition=models.Q(('done_at__isnull', True), ('due_at__isnull', False), ('told_at__isnull', True)), fields=['due_at'], name='task_due')],
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.CharField(choices=[('answer', 'Answering'), ('research', 'Finding out'), ('call', 'On the phone'), ('on_site', 'On site'), ('other', 'Other')], default='answer', max_length=10)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('seconds', models.IntegerField(default=0)),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('running_since', models.DateTimeField(null=True)),
                ('is_open', models.BooleanField(default=False)),
                ('corrections', models.SmallIntegerField(default=0)),
                ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_entries', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('running_since__isnull', False)), fields=('agent',), name='timer_runs_once'), models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('agent', 'ticket'), name='timer_open_once')],
            },
        ),
    ]
