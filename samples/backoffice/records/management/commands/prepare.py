"""`manage.py prepare`: bring the database up to date and make the robot's account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrates the database and makes the robot's account from the environment; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        robot, _ = User.objects.get_or_create(username=settings.ROBOT_USER)
        robot.is_staff, robot.is_active, robot.is_superuser = True, True, False
        if not robot.check_password(settings.ROBOT_PASSWORD):
            robot.set_password(settings.ROBOT_PASSWORD)
        robot.save()
        robot.user_permissions.set(_permissions())


def _permissions() -> list[Permission]:
    """See, add and change the five kinds of records; never delete, never touch accounts."""
    allowed = ("view_", "add_", "change_")
    return [
        permission
        for permission in Permission.objects.filter(content_type__app_label="records")
        if permission.codename.startswith(allowed)
    ]
