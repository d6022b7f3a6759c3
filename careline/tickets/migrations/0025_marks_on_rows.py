"""What rows of tickets show of their own: what is left where clocks stand still, and the marks of upper rooms."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0024_who_is_kept_out'),
    ]

    operations = [
        migrations.AddField(model_name='ticket', name='due_left_seconds', field=models.IntegerField(null=True)),
        migrations.AddField(
            model_name='ticket',
            name='marks',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
