"""Rows that stay are sealed in a chain; the trail says from where an act came."""

import claims.whence
import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


KEPT = (
    "claims_event", "claims_revision", "claims_verdict", "claims_verdict_cited", "claims_ruling",
    "claims_ruling_verdicts", "claims_panelvote", "claims_correction", "claims_gradeoverride", "claims_guideline",
    "claims_lookuprun",
)


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0012_trash_and_keeping'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.UUIDField(null=True, verbose_name='project')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(max_length=63, verbose_name='table')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None, verbose_name='columns')),
                ('rows', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None, verbose_name='rows')),
                ('digests', models.BinaryField(verbose_name='digests')),
                ('floor', models.BigIntegerField(null=True)),
                ('top', models.BigIntegerField(null=True)),
                ('previous', models.BinaryField(verbose_name='hash of the seal before')),
                ('hash', models.BinaryField(verbose_name='hash')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SealMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=63, unique=True, verbose_name='table')),
                ('floor', models.BigIntegerField(default=0)),
                ('seen', models.BigIntegerField(default=0)),
                ('until', models.BigIntegerField(default=0)),
            ],
            options={
                'ordering': ['kind'],
            },
        ),
        migrations.CreateModel(
            name='Unsealed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=63, verbose_name='table')),
                ('row', models.TextField(verbose_name='row')),
            ],
            options={
                'verbose_name_plural': 'unsealed',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='origin',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=claims.whence.origin, help_text='Door, address, request and token, as far as known.', verbose_name='from where'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='1cb139f2a22a6da3c1b94b29f547d3c69e718324', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_725fc', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_verdict_cited', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='84dd62f5040e7a147d658c280a7746a77ba1d1b9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_6ee5a', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='b2039f2840ce8ecd2597b130d96a596e706937d1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_c8410', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradeoverride',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='7dbe74d8928d40a863b2336c245058d8284e27e8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_79d03', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_gradeoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ground',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='5a41bc2c90004e0f859a4255d0f4ee5025db8ccd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_2da1e', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_ruling_verdicts', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='3c65336cb533bede4f468184ed0f8045ac8d93f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_a5dcf', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookuprun',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='036b47b94bcd9c71372095045e7454fc2f8c0c6f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_01e1f', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_lookuprun', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelvote',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='15c6ccf142e89b29a3bed384c98771f6961beb63', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_d1ff9', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_panelvote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='891c53b6a49c3adead5fb7cb89f14676719136d1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_7b0d5', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_revision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruling',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='43870633af8a08de9066056ba337212c0427be78', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_28f67', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_ruling', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verdict',
            trigger=pgtrigger.compiler.Trigger(name='unsealed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;\n            RETURN NULL;\n        ', hash='f437166db5f2702cca998dc5cde5b7df1a6bf52e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_unsealed_7107f', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_verdict', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='seal',
            index=models.Index(fields=['kind', 'top'], name='seal_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='seal',
            constraint=models.UniqueConstraint(fields=('project', 'number'), name='seal_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='495ebecd923821c59f87c982ca4161b830a89f03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76a21', table='claims_seal', when='BEFORE')),
        ),
        # What is here already waits like everything that comes; histories are found by their numbers.
        migrations.RunSQL(
            [
                f"INSERT INTO claims_unsealed (kind, \"row\") SELECT '{table}', id::text FROM {table} ORDER BY id"
                for table in KEPT
            ],
            migrations.RunSQL.noop,
        ),
    ]
