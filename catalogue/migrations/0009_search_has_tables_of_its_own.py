"""Search looks things up in tables of its own; what was written into editions is not read."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_visitors_write_what_is_out_of_date"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("source_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=2)),
                ("what", models.CharField(max_length=20)),
                ("part", models.CharField(max_length=20)),
                ("twin", models.CharField(max_length=40)),
                ("slug", models.CharField(max_length=120)),
                ("title", models.TextField()),
                ("title_key", models.TextField()),
                ("place", models.TextField()),
                ("names", models.TextField()),
                ("text", models.TextField()),
                ("also", models.TextField()),
                ("ends_on", models.DateField(null=True)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("written", models.TextField()),
                ("form", models.TextField(db_collation="C")),
                ("stems", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("uses", models.IntegerField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="edition_frozen",
        ),
        migrations.RemoveIndex(
            model_name="edition",
            name="edition_search",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="search_vector",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF OLD.superseded_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN\n                        RAISE EXCEPTION 'an edition that has ended is never changed';\n                    END IF;\n                    IF ROW(OLD.id, OLD.kind, OLD.source_id, OLD.language, OLD.number, OLD.document,\n                           OLD.digest, OLD.slug, OLD.title, OLD.sort_key, OLD.tags, OLD.latitude,\n                           OLD.longitude, OLD.starts_on, OLD.ends_on, OLD.published_at,\n                           OLD.published_by_id)\n                       IS DISTINCT FROM\n                       ROW(NEW.id, NEW.kind, NEW.source_id, NEW.language, NEW.number, NEW.document,\n                           NEW.digest, NEW.slug, NEW.title, NEW.sort_key, NEW.tags, NEW.latitude,\n                           NEW.longitude, NEW.starts_on, NEW.ends_on, NEW.published_at,\n                           NEW.published_by_id)\n                    THEN\n                        RAISE EXCEPTION 'an edition is never changed, only superseded or withdrawn';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="ab64b2d22fd3a8e7af49e4c5da1f471d9548c05f",
                    operation="UPDATE",
                    pgid="pgtrigger_edition_frozen_35483",
                    table="catalogue_edition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="searchentry_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(
                fields=("kind", "source_id", "twin", "language"), name="searchentry_once"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(fields=["form"], name="searchword_form"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["stems"], name="searchword_stems"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("form"), name="gin_trgm_ops"),
                name="searchword_alike",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(
                fields=("language", "written"), name="searchword_once"
            ),
        ),
    ]
