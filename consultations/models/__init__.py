"""What the partners did with and for the villages, and the stories they tell of them."""

from consultations.models.activity import (
    Activity,
    Attachment,
    PrivateFile,
    PrivateFileField,
    private_storage,
)
from consultations.models.story import Story, StoryPhoto

__all__ = [
    "Activity",
    "Attachment",
    "PrivateFile",
    "PrivateFileField",
    "Story",
    "StoryPhoto",
    "private_storage",
]
