"""What people who help others look for: an article by a part of its title, and what somebody did."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0014_claims_by_rank")]

    operations = [
        migrations.AlterModelOptions(
            name="namesakesearch",
            options={"ordering": ["-queued_at", "-id"], "verbose_name_plural": "namesake searches"},
        ),
        migrations.AddIndex(
            model_name="article",
            index=GinIndex(fields=["title"], name="article_title_trigrams", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("by_id", None), _negated=True), fields=["by_id", "id"], name="event_by_person"
            ),
        ),
    ]
