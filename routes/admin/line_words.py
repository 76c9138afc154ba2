"""What the map on which lines are drawn says, in the reader's language."""

from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _


def drawing_words() -> dict[str, Any]:
    """All words of the drawing tools, named as leaflet.draw names them, and those of our script.

    leaflet.draw has words for polygons, circles and markers, too; those tools are not there.
    """
    return {
        "format": {
            "numeric": {
                "delimiters": {
                    "thousands": "\N{NO-BREAK SPACE}",
                    "decimal": get_format("DECIMAL_SEPARATOR"),
                }
            }
        },
        "draw": {
            "toolbar": {
                "actions": {"title": _("Stop drawing, keep nothing"), "text": _("Cancel")},
                "finish": {"title": _("Finish the line"), "text": _("Finish")},
                "undo": {
                    "title": _("Take back the last point"),
                    "text": _("Take back the last point"),
                },
                "buttons": {"polyline": _("Draw the line")},
            },
            "handlers": {
                "polyline": {
                    "error": _("The line may not cross itself."),
                    "tooltip": {
                        "start": _("Click where the line begins."),
                        "cont": _("Click to go on."),
                        "end": _("Click the last point to finish."),
                    },
                },
                "simpleshape": {"tooltip": {"end": _("Let go to finish.")}},
            },
        },
        "edit": {
            "toolbar": {
                "actions": {
                    "save": {"title": _("Keep the changes"), "text": _("Keep")},
                    "cancel": {"title": _("Leave the line as it was"), "text": _("Cancel")},
                    "clearAll": {"title": _("Delete the line"), "text": _("Delete the line")},
                },
                "buttons": {
                    "edit": _("Move points of the line"),
                    "editDisabled": _("There is no line whose points could be moved"),
                    "remove": _("Delete the line"),
                    "removeDisabled": _("There is no line to delete"),
                },
            },
            "handlers": {
                "edit": {
                    "tooltip": {
                        "text": _("Drag the points of the line."),
                        "subtext": _("“Cancel” leaves the line as it was."),
                    }
                },
                "remove": {"tooltip": {"text": _("Click the line to delete it.")}},
            },
        },
        "map": {
            "label": _("Map of the line and the stops"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "note": _(
                "Draw the line here, or give it as text or as a file. The stops are those saved "
                "last. What you draw is kept when you save the route."
            ),
            "which": _("Line to draw"),
            "whole": _("The whole route"),
            # Translators: {stop} is a number and a name, such as “3 Stelmužė”.
            "leg": _("Only the way to {stop}"),
            "unreadable": _("The map cannot show the text: it is not a line."),
            "tooLong": _(
                "The line has too many points to move them one by one: {count}. Draw it anew, or "
                "change it in the program it is from."
            ),
        },
    }
