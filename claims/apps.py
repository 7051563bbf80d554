"""The app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClaimsConfig(AppConfig):
    """The workbench."""

    name = "claims"
    verbose_name = "Claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every migrated database has the preset scales, and triggers that ask quickly whether to run."""
        from claims.pipeline.prepare import install_scales  # noqa: PLC0415
        from claims.pipeline.quicken import quicken_triggers  # noqa: PLC0415

        post_migrate.connect(lambda **_: quicken_triggers(), sender=self, weak=False)
        post_migrate.connect(lambda **_: install_scales(), sender=self, weak=False)
