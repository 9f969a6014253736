from django.db import migrations, models


def mark_told(apps, schema_editor):
    """The legal clock told of these before, and nobody has resolved them."""
    numbers = apps.get_model('desk', 'Reminder').objects.values('number')
    cases = apps.get_model('desk', 'Application').objects.filter(pk__in=numbers.exclude(code='RESOLVED'))
    cases.exclude(pk__in=numbers.filter(code='RESOLVED')).update(told=True)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0019_robots_take_turns'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='told',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_told, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('told', True)), fields=['due', 'number'], name='application_told'),
        ),
    ]
