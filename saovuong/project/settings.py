"""Django settings, all of them derived from one data folder.

``SAOVUONG_DATA`` names the folder; it holds ``db.sqlite3``, ``documents/`` and ``config.toml``. With ``SAOVUONG_DATABASE_URL`` the rows lie
on that PostgreSQL server and everything else in the folder. No secret stands in this file: the key that signs sessions is made by
``saovuong init`` and kept in the folder.
"""

import os
from pathlib import Path

from saovuong.setup.address import address_of, database_settings

DATA_FOLDER = Path(os.environ.get("SAOVUONG_DATA") or Path.home() / ".local" / "share" / "saovuong").expanduser()

_KEY_FILE = DATA_FOLDER / "secret.key"
# Outside an initialised folder nothing is signed; Django itself refuses to sign with an empty key.
SECRET_KEY = _KEY_FILE.read_text("utf-8").strip() if _KEY_FILE.is_file() else ""

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "saovuong.audit",
    "saovuong.accounts",
    "saovuong.org",
    "saovuong.ledger",
    "saovuong.intake",
    "saovuong.reports",
]

DATABASES = {"default": database_settings(folder=DATA_FOLDER, address=address_of(os.environ))}
