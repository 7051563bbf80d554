"""Finds what has no vector yet at once, in a table of any size."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_lookuprun_note")]

    operations = [
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(condition=models.Q(("embedding", None)), fields=["id"], name="passage_without_meaning"),
        ),
        migrations.AddIndex(
            model_name="factcheck",
            index=models.Index(
                condition=models.Q(("embedding", None)), fields=["id"], name="fact_check_without_meaning"
            ),
        ),
    ]
