"""Kinds of notices may have longer names."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_choices_of_mail'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(max_length=24),
        ),
    ]
