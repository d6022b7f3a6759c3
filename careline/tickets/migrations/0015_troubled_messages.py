"""An index of the messages that did not go out, for the health page."""


from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_imports'),
        ('tickets', '0014_words_of_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'unsure'])), fields=['id'], name='message_troubled'),
        ),
    ]
