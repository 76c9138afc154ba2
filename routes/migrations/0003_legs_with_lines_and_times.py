"""A stop says how it is reached: by what, in which time, along which line; some are detours."""

from django.db import migrations, models

import routes.models.route


class Migration(migrations.Migration):
    dependencies = [
        ("routes", "0002_stops_belong_to_the_route"),
        ("villages", "0004_an_event_has_both_days_or_neither"),
    ]

    operations = [
        migrations.AddField(
            model_name="stop",
            name="is_optional",
            field=models.BooleanField(
                default=False,
                help_text="Those who like go there from the last stop that is not a side trip, and come back to it. Not counted in lengths and times.",
                verbose_name="side trip",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="leg_line",
            field=models.JSONField(
                blank=True,
                help_text="GeoJSON. Empty: a piece of the whole line, or straight.",
                null=True,
                validators=[routes.models.route.is_line],
                verbose_name="line to here",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="leg_line_source",
            field=models.CharField(
                blank=True,
                choices=[
                    ("drawn", "drawn"),
                    ("imported", "imported"),
                    ("roads", "computed along roads"),
                ],
                editable=False,
                max_length=8,
                verbose_name="where the line is from",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="leg_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: reckoned from the length.",
                null=True,
                verbose_name="minutes of travel to here",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="leg_mode",
            field=models.CharField(
                blank=True,
                choices=[
                    ("car", "by car"),
                    ("coach", "by bus"),
                    ("bicycle", "by bicycle"),
                    ("foot", "on foot"),
                    ("boat", "by boat"),
                ],
                help_text="Empty: as the whole route.",
                max_length=8,
                verbose_name="means of travel to here",
            ),
        ),
        migrations.AlterField(
            model_name="route",
            name="line",
            field=models.JSONField(
                blank=True,
                help_text="GeoJSON of the whole way; it is cut into legs where it passes the stops. Without a line the map shows straight legs and says so.",
                null=True,
                validators=[routes.models.route.is_line],
                verbose_name="line",
            ),
        ),
        migrations.AlterField(
            model_name="route",
            name="mode",
            field=models.CharField(
                choices=[
                    ("car", "by car"),
                    ("coach", "by bus"),
                    ("bicycle", "by bicycle"),
                    ("foot", "on foot"),
                    ("boat", "by boat"),
                ],
                default="car",
                max_length=8,
                verbose_name="means of travel",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leg_mode__in", ["", "car", "coach", "bicycle", "foot", "boat"])
                ),
                name="stop_leg_mode_known",
                violation_error_message="There is no such means of travel.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leg_minutes__isnull", True),
                    models.Q(("leg_minutes__gte", 1), ("leg_minutes__lte", 1440)),
                    _connector="OR",
                ),
                name="stop_leg_within_a_day",
                violation_error_message="The way to a stop takes from 1 to 1440 minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leg_line__isnull", True), ("leg_line__type", "LineString"), _connector="OR"
                ),
                name="stop_leg_line_is_a_line",
                violation_error_message="Give a GeoJSON LineString with at least two points.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("leg_line__isnull", True), ("leg_line_source", "")),
                    models.Q(
                        ("leg_line__isnull", False),
                        ("leg_line_source__in", ["drawn", "imported", "roads"]),
                    ),
                    _connector="OR",
                ),
                name="stop_leg_line_has_a_source",
                violation_error_message="A line to a stop says where it is from.",
            ),
        ),
    ]
