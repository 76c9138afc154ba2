"""The admin's search finds “Višķi” by “viski”; unaccent is an extension that owners may add."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_the_two_partners_and_the_eu_block")]
    operations = [UnaccentExtension()]
