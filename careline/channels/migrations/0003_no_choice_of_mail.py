from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("channels", "0002_reached_recipient")]

    operations = [migrations.DeleteModel(name="NoticePreference")]
