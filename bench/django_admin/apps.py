"""The app, and which database its tables are in: users apart, dossiers where the program keeps them."""

from typing import Any

from django.apps import AppConfig


class Desk(AppConfig):
    """Django wants a class."""

    name, label = "bench.django_admin", "desk"


class Router:
    """Dossiers are read from the office's database, everything of Django's own from its own."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Which database to ask."""
        return "office" if model._meta.app_label == "desk" else "default"

    db_for_write = db_for_read

    def allow_migrate(self, _db: str, app_label: str, **_hints: Any) -> bool:
        """The program's tables are the program's."""
        return app_label != "desk"
