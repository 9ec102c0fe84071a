from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0005_merge_suspicions")]

    operations = [
        migrations.AlterModelOptions(
            name="profile",
            options={"permissions": [("see_personal_data", "Can see personal data")]},
        ),
    ]
