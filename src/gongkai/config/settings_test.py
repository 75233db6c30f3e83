"""Settings of the test suite: the same as in life, with a data folder of its own and cheap password hashing."""

import os
import tempfile

os.environ["GONGKAI_DATA"] = os.environ.get("GONGKAI_DATA") or tempfile.mkdtemp(prefix="gongkai-test-")

from gongkai.config.settings import *  # noqa: F403
from gongkai.config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
REVIEW_ROUNDS = 1  # tests of other things need not pass three hands; those of 三审三校 set it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
