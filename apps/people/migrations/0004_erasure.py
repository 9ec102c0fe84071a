from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_unmerge")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="erased_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                help_text="Since when this row is a shell: nothing else is left.",
            ),
        ),
        migrations.CreateModel(
            name="ErasedIdentifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(help_text="HMAC-SHA256 under a key of ours.", unique=True),
                ),
                ("type", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="erased_identifier_latest")],
            },
        ),
        migrations.CreateModel(
            name="KeptSince",
            fields=[
                ("what", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
