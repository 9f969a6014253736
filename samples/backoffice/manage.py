"""Django's command line for the demonstration back-office: prepare, makemigrations, createsuperuser."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "municipal.settings"  # never the one inherited from the desk
    execute_from_command_line(sys.argv)
