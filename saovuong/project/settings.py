"""Django settings, all of them derived from one data folder.

``SAOVUONG_DATA`` names the folder; it holds ``db.sqlite3``, ``documents/`` and ``config.toml``. With ``SAOVUONG_DATABASE_URL`` the rows lie
on that PostgreSQL server and everything else in the folder. No secret stands in this file: the key that signs sessions is made by
``saovuong init`` and kept in the folder.
"""

import os
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from saovuong.setup.address import address_of, database_settings

DATA_FOLDER = Path(os.environ.get("SAOVUONG_DATA") or Path.home() / ".local" / "share" / "saovuong").expanduser()

_KEY_FILE = DATA_FOLDER / "secret.key"
# Outside an initialised folder nothing is signed; Django itself refuses to sign with an empty key.
SECRET_KEY = _KEY_FILE.read_text("utf-8").strip() if _KEY_FILE.is_file() else ""

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *filter(None, os.environ.get("SAOVUONG_HOSTS", "").split(","))]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "saovuong.audit",
    "saovuong.accounts",
    "saovuong.org",
    "saovuong.ledger",
    "saovuong.checks",
    "saovuong.intake",
    "saovuong.reports",
    "saovuong.web",
    "saovuong.api",
]

DATABASES = {"default": database_settings(folder=DATA_FOLDER, address=address_of(os.environ))}

# --- the web ---

ROOT_URLCONF = "saovuong.project.urls"
WSGI_APPLICATION = "saovuong.project.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "saovuong.web.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "saovuong.web.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "saovuong.web.middleware.language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "saovuong.web.middleware.IdleLock",
    "saovuong.web.middleware.Gate",
    "saovuong.web.noting.noting",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["saovuong.web.desk.in_templates"]},
    }
]
STATIC_URL = "static/"
# The reader of the API's description lies in django-ninja, which only the server loads: its files are found without it.
_NINJA = find_spec("ninja")
STATICFILES_DIRS = [("ninja", str(Path(_NINJA.origin).parent / "static" / "ninja"))] if _NINJA and _NINJA.origin else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "saovuong.web.storage.VersionedStaticStorage"},
}
# Files come from the installed packages as they are; nothing is collected, and each address carries the hash of its content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "saovuong.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["saovuong.accounts.hashing.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "display_name")},
    },
]
LOGIN_URL = "sign-in"

# One name from one computer: five misses close the door for a quarter of an hour; colleagues are not locked out with it.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# The sign-in page says itself that an account is locked.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

SESSION_COOKIE_NAME = "saovuong"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "saovuong_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "saovuong.web.errors.csrf"
IDLE_LOCK = timedelta(minutes=30)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Behind a server that speaks HTTPS for it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(os.environ.get("SAOVUONG_HTTPS"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

# A review page answers for every figure of a long report at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "CRITICAL"}, "django.security": {"level": "CRITICAL"}},
}
