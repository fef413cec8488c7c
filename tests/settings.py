"""The product's settings on a data folder of the test run's own, so that no test can touch a user's."""

import os
import tempfile

os.environ["SAOVUONG_DATA"] = tempfile.mkdtemp(prefix="saovuong-tests-")

from saovuong.project.settings import *  # noqa: F403

SECRET_KEY = "only for tests"
