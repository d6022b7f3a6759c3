

import careline.tickets.models.attachment
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_api_tokens'),
        ('core', '0004_idempotent_answers'),
        ('tickets', '0006_field_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='macro',
            name='assign',
            field=models.CharField(blank=True, choices=[('', 'Nobody else'), ('me', 'Whoever uses it'), ('nobody', 'Nobody')], db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='macro',
            name='move_team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team'),
        ),
        migrations.AddField(
            model_name='macro',
            name='note',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='macro',
            name='remove_tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)), default=list, size=None),
        ),
        migrations.AddField(
            model_name='macro',
            name='set_type',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='macro',
            name='version',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped')], default='waiting', max_length=8)),
                ('selection', models.JSONField(default=dict)),
                ('what', models.JSONField(default=dict)),
                ('cause_id', models.BigIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, default='', max_length=300)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='tickets.bulkrun')),
            ],
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('changed', 'Changed'), ('unchanged', 'Left as it was'), ('refused', 'Not possible')], default='waiting', max_length=9)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('version', models.IntegerField(default=0)),
                ('message_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='tickets.bulkrun')),
            ],
        ),
        migrations.CreateModel(
            name='MacroFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=careline.tickets.models.attachment.new_key, max_length=22, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(max_length=127)),
                ('size', models.BigIntegerField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.file')),
                ('macro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='tickets.macro')),
            ],
        ),
        migrations.CreateModel(
            name='MacroUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('is_counted', models.BooleanField(default=False)),
                ('macro', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.macro')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.AddConstraint(
            model_name='bulkrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('agent',), name='bulk_one_a_person'),
        ),
        migrations.AddIndex(
            model_name='bulkitem',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['run', 'id'], name='bulk_item_waiting'),
        ),
        migrations.AddConstraint(
            model_name='bulkitem',
            constraint=models.UniqueConstraint(fields=('run', 'ticket'), name='bulk_ticket_once'),
        ),
        migrations.AddIndex(
            model_name='macrouse',
            index=models.Index(condition=models.Q(('is_counted', False)), fields=['id'], name='macro_use_uncounted'),
        ),
    ]
