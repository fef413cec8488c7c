"""What the server calls for every request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "saovuong.project.settings"
application = get_wsgi_application()
