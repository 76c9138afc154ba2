from django.db import migrations, models

import catalogue.models.photo


class Migration(migrations.Migration):
    dependencies = [
        ("villages", "0001_villages_offers_and_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="villagephoto",
            name="image",
            field=catalogue.models.photo.CleanImageField(verbose_name="photo"),
        ),
        migrations.AddConstraint(
            model_name="villagephoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("image", ""), _negated=True),
                    ("digest__regex", "^[0-9a-f]{64}$"),
                    ("height__gt", 0),
                    ("width__gt", 0),
                ),
                name="villagephoto_digest_is_one",
                violation_error_message="The photo was not kept; upload it again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagephoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__range", (0, 1)), ("focal_y__range", (0, 1))),
                name="villagephoto_focus_inside",
                violation_error_message="The focal point lies inside the photo: from 0 to 1.",
            ),
        ),
    ]
