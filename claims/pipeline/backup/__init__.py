"""Backup and restore: an installation's rows and files at one moment, in one file, and back."""

from .last import LastBackup, last_backup
from .manifest import Damaged
from .restoring import NotEmpty, Unfit, restore
from .verifying import examine
from .writing import Made, write

__all__ = ["Damaged", "LastBackup", "Made", "NotEmpty", "Unfit", "examine", "last_backup", "restore", "write"]
