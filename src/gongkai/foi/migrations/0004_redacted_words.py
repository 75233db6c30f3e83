"""按文字遮盖的文字加密保存，再次处理时不会漏掉。"""

from django.db import migrations

from gongkai.people.models.encrypted import EncryptedTextField


class Migration(migrations.Migration):
    dependencies = [("foi", "0003_fee_reached")]
    operations = [migrations.AddField("replyfile", "words", EncryptedTextField(blank=True, default=""), preserve_default=False)]
