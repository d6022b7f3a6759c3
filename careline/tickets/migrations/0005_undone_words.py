"""Whether a message forwards, and which message waits beside a newer draft because it was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_team_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='undone_message_id',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='is_forward',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
