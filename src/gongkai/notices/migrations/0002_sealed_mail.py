"""Address and words of every mail are sealed; those of mails already here are sealed where they lie."""

from django.db import migrations, models

from gongkai.people.models.encrypted import EncryptedTextField, keyring

SEALED = ("recipient", "body")


def seal(apps, schema_editor):
    mails = apps.get_model("notices", "Mail").objects
    for mail in mails.iterator(chunk_size=500):  # at this point both are plain text columns
        places = {name: f"notices.mail.{name}" for name in SEALED if getattr(mail, name)}
        mails.filter(pk=mail.pk).update(**{name: keyring().seal(getattr(mail, name), place) for name, place in places.items()})


def open_again(apps, schema_editor):
    mails = apps.get_model("notices", "Mail").objects
    for mail in mails.iterator(chunk_size=500):
        places = {name: f"notices.mail.{name}" for name in SEALED if getattr(mail, name)}
        mails.filter(pk=mail.pk).update(**{name: keyring().unseal(getattr(mail, name), place) for name, place in places.items()})


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.AlterField("mail", "recipient", models.TextField(verbose_name="收件人")),
        migrations.RunPython(seal, open_again),
        migrations.AlterField("mail", "recipient", EncryptedTextField(verbose_name="收件人")),
        migrations.AlterField("mail", "body", EncryptedTextField(verbose_name="内容")),
        migrations.AddField("mail", "is_private", models.BooleanField(default=False, verbose_name="发给公众")),
        migrations.AddField("mail", "key", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
        migrations.AddConstraint("mail", models.UniqueConstraint(condition=~models.Q(key=""), fields=("key",), name="mail_posted_once")),
    ]
