"""What belongs together on a line, in any language and on every medium."""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"


def together(text: str) -> str:
    """`text` on one line: a number is not to part from its unit, nor “1 h” from “30 min”."""
    return text.replace(" ", NO_BREAK)


# XML 1.0, section 2.2: everything else may not stand in a document, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """`text` without the control characters that neither XML nor a calendar may hold."""
    return _NOT_IN_XML.sub("", text)
