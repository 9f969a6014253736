"""The table in which attempts at coming in are counted, over all processes."""

from django.core.management import call_command
from django.db import migrations


def _make(apps, schema_editor):
    call_command("createcachetable", verbosity=0)


def _drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE desk_cache")


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_seats")]
    operations = [migrations.RunPython(_make, _drop)]
