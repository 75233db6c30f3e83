"""Settings of the test suite: the same as in life, with a data folder of its own and cheap password hashing."""

import os
import tempfile
from pathlib import Path

os.environ["GONGKAI_DATA"] = os.environ.get("GONGKAI_DATA") or tempfile.mkdtemp(prefix="gongkai-test-")
# one folder for each process of the tests: what one throws away, another may be reading
os.environ["GONGKAI_DATA"] = str(
    Path(os.environ["GONGKAI_DATA"].removesuffix(os.environ.get("PYTEST_XDIST_WORKER", "")), os.environ.get("PYTEST_XDIST_WORKER", ""))
)

from gongkai.config.settings import *  # noqa: F403
from gongkai.config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
REVIEW_ROUNDS = 1  # tests of other things need not pass three hands; those of 三审三校 set it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
