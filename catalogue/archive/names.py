"""What each address of the site is called in the archive: names that every stick can hold.

FAT and exFAT know no difference between large and small letters and forbid some signs; Windows
forbids some names and paths of more than 260 characters.
"""

import re
from posixpath import relpath
from urllib.parse import parse_qsl, urlsplit

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_FORBIDDEN = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=$|\.)", re.IGNORECASE)
LONGEST = 200  # characters, so that some are left for the folders above
# What a list's address may ask for in the archive; nobody can answer other questions there.
_ASKED = ("theme", "page")


def file_of(address: str) -> str | None:
    """The file, from the top of the archive, in which the answer to this address is kept.

    `address` is a path of the site, with or without a query. None where no name can be made of it.
    """
    parts = urlsplit(address)
    names = parts.path.lstrip("/").split("/")
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(name not in _ASKED for name, _value in query) or len(dict(query)) < len(query):
        return None
    if names[-1] == "":
        asked = "".join(f".{name}-{value}" for name, value in sorted(query))
        names[-1] = f"index{asked}.html"
    elif query:
        return None
    if not all(_PLAIN.fullmatch(name) and not name.endswith(".") for name in names):
        return None
    file = "/".join(_FORBIDDEN.sub(lambda found: f"{found[0]}_", name) for name in names)
    return file if len(file) <= LONGEST else None


def link(here: str, there: str, fragment: str = "") -> str:
    """How the file `here` leads to the file `there`; both are named from the top."""
    if here == there and fragment:
        return f"#{fragment}"
    folder = here.rpartition("/")[0] or "."
    return relpath(there, folder) + (f"#{fragment}" if fragment else "")
