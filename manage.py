#!/usr/bin/env python
"""Runs Django's commands for briportal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Says what to set, and where it stands in the code does not help.
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
