"""How static files are named and served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once collected; plain names before, so that a checkout works without that step."""

    manifest_strict = False
