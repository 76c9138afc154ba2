"""The demo's activities, out of the reviewed file beside this module."""

from datetime import date
from pathlib import Path

from consultations.models import Activity
from villages.demo import partners, read, said
from villages.models import Village

FOLDER = Path(__file__).parent


def load_activities(villages: dict[str, Village]) -> list[Activity]:
    """The partner meeting of January 2012 and the project's other dated activities."""
    owners = partners()
    activities = []
    for row in read(FOLDER, "activities.json"):
        activity = Activity.objects.create(
            partner=owners[row["partner"]],
            kind=row["kind"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"] or row["starts_on"]),
            place=row["place"],
            duration_minutes=row["duration_minutes"],
            sources=row["sources"],
            **said("topic", row["topic"]),
            **said("summary", row["summary"]),
            **said("decisions", row["decisions"]),
            **said("next_steps", row["next_steps"]),
        )
        activity.villages.set(villages[key] for key in row["villages"])
        activities.append(activity)
    return activities
