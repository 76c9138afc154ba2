from django.db import migrations

import consultations.attachments
import consultations.models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_activities_and_attachments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="file",
            field=consultations.models.PrivateFileField(
                help_text="PDF, text, spreadsheet or picture, up to 20 MB.",
                max_length=255,
                upload_to="activities/%Y",
                validators=[consultations.attachments.check],
                verbose_name="file",
            ),
        ),
    ]
