"""The queue and the editors' list take claims by rank: an index each, of those that are open or disputed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_whence_and_seals")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("state", "open")),
                fields=["-worthiness", "id"],
                name="claim_open_by_rank",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("state", "disputed")),
                fields=["-worthiness", "id"],
                name="claim_disputed_by_rank",
            ),
        ),
    ]
