from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0017_undone_by_a_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='destination_code',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
    ]
