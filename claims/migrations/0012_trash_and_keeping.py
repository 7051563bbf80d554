"""The trash of projects, sources and feeds; how long what is kept, and what must not go."""

import claims.models.identity
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0011_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=claims.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('placed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='placed at')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
            ],
            options={
                'ordering': ['-placed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.UUIDField(default=claims.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('trash_days', models.PositiveIntegerField(blank=True, help_text='Articles, documents, fact-checks, feeds.', null=True, verbose_name='what is in the trash')),
                ('answer_days', models.PositiveIntegerField(blank=True, help_text='What a look-up was answered each time, but the last; what was kept as evidence stays.', null=True, verbose_name='answers of services')),
                ('copy_days', models.PositiveIntegerField(blank=True, help_text='Of documents that no claim has as evidence, and whose quotations nothing cites.', null=True, verbose_name='archived copies')),
                ('file_days', models.PositiveIntegerField(blank=True, help_text='The files and what was said of them.', null=True, verbose_name='finished exports and imports')),
                ('draft_days', models.PositiveIntegerField(blank=True, help_text='Verdicts that were begun, counted from the last letter.', null=True, verbose_name='drafts')),
                ('notice_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='notices that were read')),
                ('delivery_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='messages to other systems')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='project',
            name='deleted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the trash since'),
        ),
        migrations.AddField(
            model_name='project',
            name='purging_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='An owner said so; the sweeper takes it away piece by piece.', null=True, verbose_name='goes for good since'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='deleted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in the trash since'),
        ),
        migrations.AddField(
            model_name='projectevent',
            name='purging_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='An owner said so; the sweeper takes it away piece by piece.', null=True, verbose_name='goes for good since'),
        ),
        migrations.AddField(
            model_name='source',
            name='deleted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='in the trash since'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='deleted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='in the trash since'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='deleted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='in the trash since'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_projectevent" ("assignment_hours", "blind", "created_at", "deleted_at", "guidelines", "id", "identities_read_by", "name", "panel_needed", "panel_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "publisher_url", "publishes", "purging_at", "ranks_people", "review_after_days", "reviewers_per_claim", "scale_id", "seat_minutes", "secondaries_needed", "settle_distance", "settle_rule", "shared_by", "slug", "sourcing_policy", "two_rounds") VALUES (NEW."assignment_hours", NEW."blind", NEW."created_at", NEW."deleted_at", NEW."guidelines", NEW."id", NEW."identities_read_by", NEW."name", NEW."panel_needed", NEW."panel_size", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publisher", NEW."publisher_url", NEW."publishes", NEW."purging_at", NEW."ranks_people", NEW."review_after_days", NEW."reviewers_per_claim", NEW."scale_id", NEW."seat_minutes", NEW."secondaries_needed", NEW."settle_distance", NEW."settle_rule", NEW."shared_by", NEW."slug", NEW."sourcing_policy", NEW."two_rounds"); RETURN NULL;', hash='a89e1750c285ff82356cda61ac89ea9f32535645', operation='INSERT', pgid='pgtrigger_insert_insert_0dc09', table='claims_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "claims_projectevent" ("assignment_hours", "blind", "created_at", "deleted_at", "guidelines", "id", "identities_read_by", "name", "panel_needed", "panel_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "publisher_url", "publishes", "purging_at", "ranks_people", "review_after_days", "reviewers_per_claim", "scale_id", "seat_minutes", "secondaries_needed", "settle_distance", "settle_rule", "shared_by", "slug", "sourcing_policy", "two_rounds") VALUES (NEW."assignment_hours", NEW."blind", NEW."created_at", NEW."deleted_at", NEW."guidelines", NEW."id", NEW."identities_read_by", NEW."name", NEW."panel_needed", NEW."panel_size", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publisher", NEW."publisher_url", NEW."publishes", NEW."purging_at", NEW."ranks_people", NEW."review_after_days", NEW."reviewers_per_claim", NEW."scale_id", NEW."seat_minutes", NEW."secondaries_needed", NEW."settle_distance", NEW."settle_rule", NEW."shared_by", NEW."slug", NEW."sourcing_policy", NEW."two_rounds"); RETURN NULL;', hash='c547dcdd74e6ed3c23900373d03b7572348d7e1d', operation='UPDATE', pgid='pgtrigger_update_update_df381', table='claims_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_projectevent" ("assignment_hours", "blind", "created_at", "deleted_at", "guidelines", "id", "identities_read_by", "name", "panel_needed", "panel_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "publisher_url", "publishes", "purging_at", "ranks_people", "review_after_days", "reviewers_per_claim", "scale_id", "seat_minutes", "secondaries_needed", "settle_distance", "settle_rule", "shared_by", "slug", "sourcing_policy", "two_rounds") VALUES (OLD."assignment_hours", OLD."blind", OLD."created_at", OLD."deleted_at", OLD."guidelines", OLD."id", OLD."identities_read_by", OLD."name", OLD."panel_needed", OLD."panel_size", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."publisher", OLD."publisher_url", OLD."publishes", OLD."purging_at", OLD."ranks_people", OLD."review_after_days", OLD."reviewers_per_claim", OLD."scale_id", OLD."seat_minutes", OLD."secondaries_needed", OLD."settle_distance", OLD."settle_rule", OLD."shared_by", OLD."slug", OLD."sourcing_policy", OLD."two_rounds"); RETURN NULL;', hash='a08d4b950d87b9533079ddca553c229fc4d74f2c', operation='DELETE', pgid='pgtrigger_delete_delete_b78cc', table='claims_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_sourceevent" ("aliases", "article_id", "deleted_at", "id", "kind", "kind_reason", "kind_set_by_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "same_as") VALUES (NEW."aliases", NEW."article_id", NEW."deleted_at", NEW."id", NEW."kind", NEW."kind_reason", NEW."kind_set_by_id", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."role", NEW."same_as"); RETURN NULL;', hash='0e2dc6a516cbf09262b2654f97a1f6b698e1cd14', operation='INSERT', pgid='pgtrigger_insert_insert_bbb94', table='claims_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."kind_reason" IS DISTINCT FROM (NEW."kind_reason") OR OLD."kind_set_by_id" IS DISTINCT FROM (NEW."kind_set_by_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."same_as" IS DISTINCT FROM (NEW."same_as"))', func='INSERT INTO "claims_sourceevent" ("aliases", "article_id", "deleted_at", "id", "kind", "kind_reason", "kind_set_by_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "same_as") VALUES (NEW."aliases", NEW."article_id", NEW."deleted_at", NEW."id", NEW."kind", NEW."kind_reason", NEW."kind_set_by_id", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."role", NEW."same_as"); RETURN NULL;', hash='69940a7370b5b6105b9c4b8732a9078ba3131663', operation='UPDATE', pgid='pgtrigger_update_update_fde8d', table='claims_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_sourceevent" ("aliases", "article_id", "deleted_at", "id", "kind", "kind_reason", "kind_set_by_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "same_as") VALUES (OLD."aliases", OLD."article_id", OLD."deleted_at", OLD."id", OLD."kind", OLD."kind_reason", OLD."kind_set_by_id", OLD."merged_into_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."role", OLD."same_as"); RETURN NULL;', hash='11702a553be81decd32b4bdf6abf845ecdfe6d52', operation='DELETE', pgid='pgtrigger_delete_delete_249e2', table='claims_source', when='AFTER')),
        ),
        migrations.AddField(
            model_name='hold',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='claims.article'),
        ),
        migrations.AddField(
            model_name='hold',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds_lifted', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='claims.project'),
        ),
        migrations.AddField(
            model_name='retention',
            name='project',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='retention', to='claims.project'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('project', 'article'), name='hold_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='hold_says_why'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at', None), ('lifted_by__isnull', False), _connector='OR'), name='hold_lifted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('trash_days', None), ('trash_days__gte', 1), _connector='OR'), models.Q(('answer_days', None), ('answer_days__gte', 1), _connector='OR'), models.Q(('copy_days', None), ('copy_days__gte', 1), _connector='OR'), models.Q(('file_days', None), ('file_days__gte', 1), _connector='OR'), models.Q(('draft_days', None), ('draft_days__gte', 1), _connector='OR'), models.Q(('notice_days', None), ('notice_days__gte', 1), _connector='OR'), models.Q(('delivery_days', None), ('delivery_days__gte', 1), _connector='OR')), name='retention_days_are_days'),
        ),
    ]
