"""What was printed is registered and kept; brochures have blocks in an order of their own."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import routes.models.blocks


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_villages_are_counted_and_found_nearby"),
        ("routes", "0003_legs_with_lines_and_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("lv", "Latvian"), ("lt", "Lithuanian"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
            ],
            options={
                "verbose_name": "printed file",
                "verbose_name_plural": "printed files",
                "ordering": ["print_edition", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PrintEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(editable=False, unique=True, verbose_name="number"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("parts", models.JSONField(verbose_name="what was printed")),
                ("format", models.CharField(max_length=20, verbose_name="format")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("home", "for an office printer"), ("shop", "for a print shop")],
                        max_length=8,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("lv", "Latvian"), ("lt", "Lithuanian"), ("en", "English")],
                            max_length=2,
                        ),
                        verbose_name="languages",
                    ),
                ),
                (
                    "copies",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="copies in each language",
                    ),
                ),
                (
                    "printed_on",
                    models.DateField(
                        help_text="It tells the season: “the spring 2026 print”.",
                        verbose_name="printed on",
                    ),
                ),
                (
                    "print_shop",
                    models.CharField(blank=True, max_length=200, verbose_name="print shop"),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True, help_text="Visitors never see them.", verbose_name="notes"
                    ),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="registered at",
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "print edition",
                "verbose_name_plural": "print editions",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="PrintedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "printed text",
                "verbose_name_plural": "printed texts",
                "ordering": ["print_edition", "pk"],
            },
        ),
        migrations.AddField(
            model_name="route",
            name="brochure_blocks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("overview", "The route at a glance: its story and its days"),
                        ("map", "Map of the whole route"),
                        ("stops", "The stops, day by day"),
                        ("practical", "Practical facts and important numbers"),
                        ("border", "Across the border: what differs on the other side"),
                        ("sources", "Where we know it from"),
                    ],
                    max_length=12,
                ),
                default=routes.models.blocks.every_block,
                help_text="What stands in the brochure, in this order. Publish to print it so.",
                verbose_name="parts of the brochure",
            ),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "brochure_blocks__contained_by",
                        ["overview", "map", "stops", "practical", "border", "sources"],
                    ),
                    ("brochure_blocks__contains", ["stops"]),
                    (
                        "brochure_blocks__len",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(0),
                                                "+",
                                                models.Case(
                                                    models.When(
                                                        brochure_blocks__contains=["overview"],
                                                        then=models.Value(1),
                                                    ),
                                                    default=models.Value(0),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(
                                                    brochure_blocks__contains=["map"],
                                                    then=models.Value(1),
                                                ),
                                                default=models.Value(0),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(
                                                brochure_blocks__contains=["stops"],
                                                then=models.Value(1),
                                            ),
                                            default=models.Value(0),
                                        ),
                                    ),
                                    "+",
                                    models.Case(
                                        models.When(
                                            brochure_blocks__contains=["practical"],
                                            then=models.Value(1),
                                        ),
                                        default=models.Value(0),
                                    ),
                                ),
                                "+",
                                models.Case(
                                    models.When(
                                        brochure_blocks__contains=["border"], then=models.Value(1)
                                    ),
                                    default=models.Value(0),
                                ),
                            ),
                            "+",
                            models.Case(
                                models.When(
                                    brochure_blocks__contains=["sources"], then=models.Value(1)
                                ),
                                default=models.Value(0),
                            ),
                        ),
                    ),
                ),
                name="route_brochure_blocks_make_sense",
                violation_error_message="Each part of the brochure appears once, and the stops cannot be left out.",
            ),
        ),
        migrations.AddField(
            model_name="printedition",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="print_editions",
                to="catalogue.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="printedition",
            name="registered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registered by",
            ),
        ),
        migrations.AddField(
            model_name="printedfile",
            name="print_edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="routes.printedition",
                verbose_name="print edition",
            ),
        ),
        migrations.AddField(
            model_name="printedtext",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="printed",
                to="catalogue.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AddField(
            model_name="printedtext",
            name="print_edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="texts",
                to="routes.printedition",
                verbose_name="print edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="printedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["home", "shop"])),
                name="printedition_purpose_known",
                violation_error_message="There is no such purpose.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                name="printedition_format_is_a_key",
                violation_error_message="There is no such format.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("languages__contained_by", ["lv", "lt", "en"]),
                    ("languages__len__range", (1, 3)),
                ),
                name="printedition_languages_known",
                violation_error_message="A print edition has one, two or three of the catalogue’s languages.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("copies__range", (1, 1000000))),
                name="printedition_copies_make_sense",
                violation_error_message="Between 1 and 1,000,000 copies are printed.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedition",
            trigger=pgtrigger.compiler.Trigger(
                name="print_edition_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF ROW(OLD.id, OLD.number, OLD.partner_id, OLD.title, OLD.parts, OLD.format,\n                           OLD.purpose, OLD.languages, OLD.printed_on, OLD.registered_at,\n                           OLD.registered_by_id, OLD.token)\n                       IS DISTINCT FROM\n                       ROW(NEW.id, NEW.number, NEW.partner_id, NEW.title, NEW.parts, NEW.format,\n                           NEW.purpose, NEW.languages, NEW.printed_on, NEW.registered_at,\n                           NEW.registered_by_id, NEW.token)\n                    THEN\n                        RAISE EXCEPTION 'what was printed is never changed';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="409f88588065e694defe6baa81ee59e469e43184",
                    operation="UPDATE",
                    pgid="pgtrigger_print_edition_frozen_81890",
                    table="routes_printedition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedition",
            trigger=pgtrigger.compiler.Trigger(
                name="print_edition_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2cf230aa71e2ae47d274b22f6fb587781a7129fa",
                    operation="DELETE",
                    pgid="pgtrigger_print_edition_kept_9fcc1",
                    table="routes_printedition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="printedfile",
            constraint=models.UniqueConstraint(
                fields=("print_edition", "language"), name="printedfile_one_per_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="printedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digest__regex", "^[0-9a-f]{64}$"), ("pages__gt", 0), ("size__gt", 0)
                ),
                name="printedfile_digest_is_one",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedfile",
            trigger=pgtrigger.compiler.Trigger(
                name="printed_file_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="496a5abd9a931b4706471c430e05268f40e56c60",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_printed_file_kept_a9a70",
                    table="routes_printedfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="printedtext",
            constraint=models.UniqueConstraint(
                fields=("print_edition", "edition"), name="printedtext_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedtext",
            trigger=pgtrigger.compiler.Trigger(
                name="printed_text_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="52d12f9d4118267ce07467adbc123d2832a53ca2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_printed_text_kept_a9d33",
                    table="routes_printedtext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
