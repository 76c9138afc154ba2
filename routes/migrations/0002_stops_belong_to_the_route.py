"""A stop names its route and the number of its day, so that a route is edited on one page."""

import django.db.models.deletion
from django.db import migrations, models


def name_route_and_day(apps, schema_editor):
    Stop = apps.get_model("routes", "Stop")
    for stop in Stop.objects.select_related("day"):
        Stop.objects.filter(pk=stop.pk).update(route=stop.day.route_id, day_number=stop.day.number)


class Migration(migrations.Migration):
    dependencies = [
        ("routes", "0001_routes_days_and_stops"),
    ]

    operations = [
        migrations.AddField(
            model_name="stop",
            name="route",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="all_stops",
                to="routes.route",
                verbose_name="route",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="day_number",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="day"),
        ),
        migrations.RunPython(name_route_and_day),
        # PostgreSQL alters no table that still has foreign keys to check.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="stop",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="all_stops",
                to="routes.route",
                verbose_name="route",
            ),
        ),
        migrations.RemoveField(model_name="stop", name="day"),
        migrations.RenameField(model_name="stop", old_name="day_number", new_name="day"),
        migrations.AlterModelOptions(
            name="stop",
            options={
                "ordering": ["day", "position", "pk"],
                "verbose_name": "stop",
                "verbose_name_plural": "stops",
            },
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("day__gte", 1)),
                name="stop_day_from_one",
                violation_error_message="Days are counted from 1.",
            ),
        ),
    ]
