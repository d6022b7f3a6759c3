
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0018_proposals'),
    ]

    operations = [
        migrations.AlterField(
            model_name='savedview',
            name='grouping',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AlterField(
            model_name='savedview',
            name='sort',
            field=models.CharField(default='newest', max_length=64),
        ),
    ]
