"""What belongs together on a line, in any language and on every medium."""

NO_BREAK = "\N{NO-BREAK SPACE}"


def together(text: str) -> str:
    """`text` on one line: a number is not to part from its unit, nor “1 h” from “30 min”."""
    return text.replace(" ", NO_BREAK)
