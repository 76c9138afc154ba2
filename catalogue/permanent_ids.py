"""Names for machines that outlive addresses: the same for ever, on whatever host the site is."""

from uuid import NAMESPACE_URL, UUID, uuid5

_OURS = uuid5(NAMESPACE_URL, "urn:x-village-heritage")


def permanent_uuid(*words: str) -> UUID:
    """The UUID (RFC 9562, version 5) of an item by its kind and short code, or of a named thing."""
    return uuid5(_OURS, ":".join(words))
