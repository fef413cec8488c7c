from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.AddField(model_name="fact", name="joint", field=models.CharField(max_length=80, null=True))]
