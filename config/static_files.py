"""Static files under names that change with their content, in what they import too."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise keeps them; a module also imports others by their hashed names.

    Otherwise a browser could put an old module, kept for an hour, together with a new one.
    """

    support_js_module_import_aggregation = True
