import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_steps"), ("ledger", "0003_joint_events")]

    operations = [
        migrations.CreateModel(
            name="EnteredOnce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=150)),
                ("key", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.submission"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("by", "key"), name="entered_once")]},
        )
    ]
