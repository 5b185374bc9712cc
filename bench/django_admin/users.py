"""Make Django's users, one per officer, and print their session cookies as JSON."""

import json
import sys

import django


def main() -> None:
    """Into the database of users; nothing is written where the dossiers are."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    cookies = {}
    for name in settings.OFFICERS:
        user = User.objects.create_superuser(name, password=None)
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        cookies[name] = store.session_key
    json.dump(cookies, sys.stdout)


if __name__ == "__main__":
    main()
