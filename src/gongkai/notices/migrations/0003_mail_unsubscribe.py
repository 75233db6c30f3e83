from django.db import migrations

from gongkai.people.models.encrypted import EncryptedTextField


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_sealed_mail")]
    operations = [
        migrations.AddField("mail", "unsubscribe", EncryptedTextField(blank=True, default="", verbose_name="退订地址")),
    ]
