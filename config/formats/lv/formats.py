"""Latvian months as they are said with the days: 2011. gada decembris."""

YEAR_MONTH_FORMAT = r"Y. \g\a\d\a F"
