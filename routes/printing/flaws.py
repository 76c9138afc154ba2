"""What is wrong with a finished PDF, in sentences for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from routes.press.checking import Flaw

SENTENCES: dict[str, str | Promise] = {
    "encrypted": gettext_lazy("The file is locked with a password."),
    "unreadable": gettext_lazy("The file cannot be read as a PDF: %(reason)s"),
    "no-pages": gettext_lazy("The file has no page."),
    "no-title": gettext_lazy("The file has no title."),
    "no-metadata": gettext_lazy("The file does not describe itself (XMP)."),
    "no-language": gettext_lazy("The file does not say its language."),
    "script": gettext_lazy("The file contains a script."),
    "attachment": gettext_lazy("Another file is attached to the file."),
    "font-of-type-3": gettext_lazy("A font is in the outdated format Type 3."),
    "font-without-unicode": gettext_lazy(
        "The font %(font)s does not say which letters it shows: text cannot be searched or read"
        " aloud."
    ),
    "font-not-embedded": gettext_lazy("The font %(font)s is not embedded."),
    "blank-page": gettext_lazy("The page is blank."),
    "blank-panel": gettext_lazy("A panel of the sheet is blank (%(panel)s)."),
    "rgb-operators": ngettext_lazy(
        "A colour is set in RGB instead of CMYK %(count)s time.",
        "A colour is set in RGB instead of CMYK %(count)s times.",
        "count",
    ),
    "colour-space": gettext_lazy("There are colours that are not in printing inks (%(space)s)."),
    "low-dpi": gettext_lazy("An image has %(dpi)s dpi at its size; %(least)s are needed."),
    "no-output-intent": gettext_lazy(
        "The file does not say for which printing conditions its inks are meant."
    ),
    "no-pdf-x": gettext_lazy("The file is not marked as PDF/X-4."),
    "not-said-whether-trapped": gettext_lazy("The file does not say whether it is trapped."),
    "annotations": gettext_lazy("There are links or notes, which a print shop cannot print."),
    "box-missing": gettext_lazy("The page does not say where it is trimmed or how far it bleeds."),
    "bleed-too-small": gettext_lazy("The bleed is %(mm)s mm wide; 3 mm are needed."),
    "bleed-cut-off": gettext_lazy("The bleed is larger than the paper."),
    "duplex-not-said": gettext_lazy(
        "The file does not tell the printer along which edge to turn the paper."
    ),
    "would-be-scaled": gettext_lazy("Printers would make the sheet smaller; folds would be off."),
    "no-pdf-ua": gettext_lazy("The file is not marked as accessible (PDF/UA)."),
    "not-tagged": gettext_lazy("The file is not tagged: screen readers cannot follow it."),
    "title-not-shown": gettext_lazy("Readers would see the file’s name instead of its title."),
    "no-bookmarks": gettext_lazy("The file has no bookmarks."),
    "figure-without-words": gettext_lazy("A picture has no alternative text."),
    "first-heading": gettext_lazy("The first heading is not of the first level."),
    "heading-skipped": gettext_lazy(
        "After a heading of level %(before)s comes one of level %(after)s."
    ),
    "table-without-heads": gettext_lazy("A table has no row or column headings."),
    "link-not-tagged": gettext_lazy("A link is not part of the tagged text."),
    "link-without-words": gettext_lazy("A link does not say where it leads."),
    "page-count": gettext_lazy("There are %(pages)s pages; it should be %(wanted)s."),
    "panel-misplaced": gettext_lazy("A panel does not lie between the folds (%(panel)s)."),
    "sheet-size": gettext_lazy(
        "The sheet is %(width)s × %(height)s mm, which does not fit its folds."
    ),
}


def sentence_of(flaw: Flaw) -> str:
    """The flaw as a whole sentence in the active language, with its page where it has one."""
    sentence = SENTENCES[flaw.kind] % flaw.details
    if not flaw.page:
        return sentence
    return _("Page %(number)s: %(sentence)s") % {"number": flaw.page, "sentence": sentence}
