"""Kinds of decision, limits, guards, decisions, budgets, ladders and escalations."""


import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


KINDS = (("refund", True, False), ("goodwill", True, True), ("contract", False, False), ("data", False, False), ("safety", False, False))


def name_kinds(apps, schema_editor):
    """The kinds of decision that come with the house."""
    kind = apps.get_model("authority", "DecisionKind")
    kind.objects.bulk_create(kind(key=key, has_amount=money, uses_budget=draws) for key, money, draws in KINDS)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0007_replies_need_approval'),
        ('tickets', '0021_due_is_promise'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('has_amount', models.BooleanField(default=True)),
                ('uses_budget', models.BooleanField(default=False)),
                ('is_archived', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('most_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('used_minor', models.BigIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.team')),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.BigIntegerField()),
                ('team_id', models.BigIntegerField()),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('granted_minor', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=500)),
                ('why', models.CharField(blank=True, default='', max_length=500)),
                ('answer', models.CharField(blank=True, default='', max_length=500)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a decision'), ('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('decided_at', models.DateTimeField(null=True)),
                ('level', models.SmallIntegerField(default=0)),
                ('approver_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('budget', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='authority.budget')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authority.decisionkind')),
            ],
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('who', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=300)),
                ('note', models.TextField(blank=True, default='')),
                ('ladder_team_id', models.BigIntegerField()),
                ('from_team_id', models.BigIntegerField()),
                ('from_assignee_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='Guard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('conditions', models.JSONField()),
                ('least_role', models.CharField(default='team_lead', max_length=20)),
                ('kind', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guards', to='authority.decisionkind')),
            ],
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('who', models.CharField(max_length=40)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('hours', models.PositiveSmallIntegerField(default=4)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.team')),
            ],
            options={
                'ordering': ('team', 'level'),
            },
        ),
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, default='', max_length=20)),
                ('most_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('most_count', models.PositiveIntegerField(null=True)),
                ('period', models.CharField(choices=[('day', 'a day'), ('week', 'a week'), ('month', 'a month')], default='month', max_length=5)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='limits', to='authority.decisionkind')),
            ],
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(fields=('team', 'month'), name='budget_once'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(('most_minor__gte', 0), ('used_minor__gte', 0)), name='budget_not_negative'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['deadline_at'], name='decision_deadline'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'waiting')), fields=['approver_ids'], name='decision_approvers'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['asked_by', 'kind', 'asked_at'], name='decision_counted'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['customer_id', '-id'], name='decision_customer'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('granted_minor__isnull', True), ('granted_minor__lte', models.F('amount_minor')), _connector='OR'), name='decision_grants_no_more'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('ticket',), name='escalation_once'),
        ),
        migrations.AddConstraint(
            model_name='ladderstep',
            constraint=models.UniqueConstraint(fields=('team', 'level'), name='ladder_step_once'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.UniqueConstraint(fields=('kind', 'role', 'agent'), name='limit_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('role', '')), models.Q(models.Q(('role', ''), _negated=True), ('agent__isnull', True)), _connector='OR'), name='limit_of_role_or_agent'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.CheckConstraint(condition=models.Q(('most_minor__isnull', True), models.Q(('most_minor__gte', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='limit_with_currency'),
        ),
        migrations.RunPython(name_kinds, migrations.RunPython.noop),
    ]
