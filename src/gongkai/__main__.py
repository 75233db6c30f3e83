"""`python3 start.py …` ends here."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

from gongkai.config.commands import main

main()
