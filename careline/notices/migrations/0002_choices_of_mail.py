"""What people chose about their mails becomes their choice of notices, before the channels forget it."""

from django.db import migrations

USUAL = {  # kinds that came by mail before, and where each is heard of
    "undelivered": ["desk", "push"], "reminded": ["desk", "push"], "task_due": ["desk", "push"], "handed": ["desk", "push"],
    "mentioned": ["desk", "push"], "assigned": ["desk", "push"], "mine": ["desk", "push"], "watched": ["desk"],
}
ADDED = {"task": ["desk"], "returned": ["desk", "push"], "approval": ["desk", "push"], "side": ["desk", "push"],
         "inbox": ["desk", "push"], "stuck": ["desk"], "webhook": ["desk"], "reads": ["desk"]}


def take_over(apps, schema_editor):
    preference = apps.get_model("notices", "Preference")
    for row in apps.get_model("channels", "NoticePreference").objects.exclude(level="all"):
        chosen = {**USUAL, **ADDED} if row.level == "none" else {"watched": ["desk"]}
        preference.objects.get_or_create(agent_id=row.agent_id, defaults={"chosen": chosen})


class Migration(migrations.Migration):

    dependencies = [("notices", "0001_notices"), ("channels", "0001_initial")]
    run_before = [("channels", "0003_no_choice_of_mail")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
