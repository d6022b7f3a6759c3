"""The audit chain, and indexes by which the event log is searched."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_idempotent_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64)),
                ('count', models.IntegerField()),
                ('first_id', models.BigIntegerField()),
                ('last_id', models.BigIntegerField()),
                ('cluster', models.CharField(max_length=32)),
                ('reached', models.CharField(max_length=20)),
                ('sealed_at', models.DateTimeField(db_default=django.db.models.expressions.RawSQL('clock_timestamp()', ()))),
            ],
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('event_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField()),
                ('salt', models.BinaryField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['name', 'id'], name='event_name'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['at'], name='event_at'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('actor_kind', 'agent')), fields=['actor_id', 'id'], name='event_agent'),
        ),
        migrations.AddField(
            model_name='sealedevent',
            name='seal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.seal'),
        ),
        migrations.AddIndex(
            model_name='sealedevent',
            index=models.Index(fields=['seal', 'event_id'], name='sealed_in_order'),
        ),
    ]
