"""The product's settings on a data folder of the test run's own, so that no test can touch a user's.

``SAOVUONG_TEST_DATABASE_URL`` runs the tests on that PostgreSQL server, in databases made for them; ``make test-postgres`` sets it."""

import os
import tempfile
from pathlib import Path

os.environ["SAOVUONG_DATA"] = tempfile.mkdtemp(prefix="saovuong-tests-")
# Whatever an office set for its own work is no place for tests.
os.environ.pop("SAOVUONG_DATABASE_URL", None)

from saovuong.project.settings import *  # noqa: F403
from saovuong.setup.address import database_address, database_settings

SECRET_KEY = "only for tests"
# Argon2 as in the product, at its smallest measure: its cost protects passwords, and tests have none to protect.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]

if os.environ.get("SAOVUONG_TEST_DATABASE_URL"):
    server = database_address(os.environ["SAOVUONG_TEST_DATABASE_URL"])
    DATABASES = {"default": {**database_settings(folder=Path(), address=server), "TEST": {"NAME": "test_saovuong"}}}
