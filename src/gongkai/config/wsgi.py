import os
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from gongkai.search.embedding import embedder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
application = get_wsgi_application()
Thread(target=embedder, daemon=True).start()  # takes a second or two where it is wanted
reverse("portal:home")  # loads every page now, not while the first visitor waits
