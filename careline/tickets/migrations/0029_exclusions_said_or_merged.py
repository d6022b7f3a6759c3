"""An exclusion was said of the ticket itself, or came by a merge; by which is not asked."""


from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0028_scheduled_side_messages'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='exclusion',
            name='merge_ids',
        ),
    ]
