#!/usr/bin/env python
"""Django's entry."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    from django.core.management import execute_from_command_line

    from factcheck.whence import note_command

    note_command(sys.argv)
    execute_from_command_line(sys.argv)
