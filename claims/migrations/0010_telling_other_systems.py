"""Waiting messages are found by an index, owners hear of paused webhooks, look-ups of an article end together."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0009_interchange_and_tokens'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mentioned', 'You were mentioned'), ('answered', 'Somebody answered you'), ('assigned', 'Claims were assigned to you'), ('question', 'A question for you'), ('sent_back', 'A claim came back to you'), ('vote', 'Your vote is asked for'), ('expert', 'An expert answered'), ('reopened', 'A ruling was reopened'), ('webhook', 'A webhook was paused: its messages did not arrive')], max_length=12, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['queued_at'], name='delivery_waiting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookup',
            trigger=pgtrigger.compiler.Trigger(name='all_ended', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ended record;', func="\n            FOR ended IN\n                SELECT DISTINCT revision.article_id, article.project_id\n                FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id\n                JOIN claims_claim claim ON claim.id = new_rows.claim_id\n                JOIN claims_revision revision ON revision.id = claim.revision_id\n                JOIN claims_article article ON article.id = revision.article_id\n                WHERE old_rows.state IN ('queued', 'running') AND new_rows.state NOT IN ('queued', 'running')\n                ORDER BY revision.article_id\n            LOOP\n                PERFORM pg_advisory_xact_lock(hashtextextended('lookups.done ' || ended.article_id, 0));\n                IF NOT EXISTS (\n                    SELECT FROM claims_revision revision\n                    JOIN claims_claim claim ON claim.revision_id = revision.id\n                    JOIN claims_lookup other ON other.claim_id = claim.id\n                    WHERE revision.article_id = ended.article_id AND other.state IN ('queued', 'running')\n                ) THEN\n                    INSERT INTO claims_event\n                        (id, project_id, verb, target_type, target_id, article_id, by_name, data)\n                    VALUES (\n                        encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING substring(\n                            int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3\n                        ) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,\n                        ended.project_id, 'lookups.done', 'article', ended.article_id, ended.article_id, '', '{}'\n                    );\n                END IF;\n            END LOOP;\n            RETURN NULL;\n        ", hash='810f917e88f230c19e6b8059438fa035a0d5abde', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_all_ended_60b4c', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='claims_lookup', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mentioned', 'answered', 'assigned', 'question', 'sent_back', 'vote', 'expert', 'reopened', 'webhook'])), name='notice_kind_known'),
        ),
    ]
