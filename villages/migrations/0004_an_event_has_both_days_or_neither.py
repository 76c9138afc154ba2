from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("villages", "0003_words_and_notices_count_as_changes"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                    models.Q(("ends_on__isnull", False), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="event_both_days_or_neither",
                violation_error_message="Give the first and the last day.",
            ),
        ),
    ]
