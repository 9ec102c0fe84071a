"""The settings of the tests: the application's own, over stores that the test run starts itself."""

from tests.stores import plan

plan()

from apps.config.settings import *  # noqa: E402, F403

# bcrypt and its like cost a tenth of a second per login, and prove nothing here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
