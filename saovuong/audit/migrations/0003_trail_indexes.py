from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["actor", "seq"], name="audit_of_actor")),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["action", "seq"], name="audit_of_action")),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["target", "seq"], name="audit_of_target")),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["at"], name="audit_at")),
    ]
