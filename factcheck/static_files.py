"""How static files are named and served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once collected; plain names before, so that a checkout works without that step."""

    manifest_strict = False
    support_js_module_import_aggregation = True  # modules that import each other do it by their hashed names
    # Ours alone: what packages bring may name imports in comments that lead nowhere.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one of a file that has not been collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
