"""Style sheets of the site made into files that need no other: a page on a stick may ask for none.

Browsers give a page that was opened from disk neither faces nor masks of other files.
"""

import re
from mimetypes import guess_type
from urllib.parse import urljoin

from catalogue.archive.asking import static_file
from catalogue.saved_copies import data_address

_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


def whole_style(address: str) -> bytes:
    """The style sheet at this address with its faces and pictures inside."""

    def inside(found: re.Match[str]) -> str:
        if found[1].startswith(("data:", "#")):
            return found[0]
        file = urljoin(address, found[1])
        kind = "font/woff2" if file.endswith(".woff2") else guess_type(file)[0]
        return f'url("{data_address(static_file(file), kind or "application/octet-stream")}")'

    return _URL.sub(inside, static_file(address).decode()).encode()
