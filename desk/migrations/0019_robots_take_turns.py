from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0018_destination_code'),
    ]

    operations = [
        migrations.CreateModel(
            name='RobotPace',
            fields=[
                ('system', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('given_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RobotSeat',
            fields=[
                ('system', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=200)),
                ('until', models.DateTimeField()),
            ],
        ),
    ]
