"""Settings of the tests: the product's own, in a folder that goes away, with cheap passwords and mails in memory."""

import atexit
import os
import shutil
import tempfile

WRITTEN = tempfile.mkdtemp(prefix="foulee-tests-")
atexit.register(shutil.rmtree, WRITTEN, ignore_errors=True)
os.environ["FOULEE_DATA"] = WRITTEN
os.mkdir(f"{WRITTEN}/static")  # noqa: PTH102 - whitenoise warns where it is missing

from foulee.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
