from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0016_answers_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='undone_record',
            field=models.TextField(blank=True, default=''),
        ),
    ]
