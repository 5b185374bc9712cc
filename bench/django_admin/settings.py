"""Django as its documentation says for production: no debug, cached templates, connections that stay."""

import json
import os
from urllib.parse import unquote, urlsplit

DEBUG = False
SECRET_KEY = "only for a bench on the loopback"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.django_admin.urls"
USE_TZ, TIME_ZONE, LANGUAGE_CODE = True, "Asia/Ho_Chi_Minh", "vi"
STATIC_URL = "static/"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "bench.django_admin.apps.Desk",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]  # fmt: skip
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_ROUTERS = ["bench.django_admin.apps.Router"]
OFFICERS: dict[str, int] = json.loads(os.environ.get("BENCH_OFFICERS", "{}"))
"""Agency of each officer by user name; she sees its dossiers alone."""


def _office(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path.removeprefix("/"))}
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": parts.path.strip("/"), "HOST": parts.hostname,
        "PORT": parts.port, "USER": parts.username, "PASSWORD": parts.password or "",
    }  # fmt: skip


DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("BENCH_USERS", ":memory:")},
    "office": _office(os.environ.get("BENCH_OFFICE", "sqlite:///:memory:")),
}
for _one in DATABASES.values():
    _one["CONN_MAX_AGE"] = None
