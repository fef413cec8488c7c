"""What each process of ``saovuong serve`` runs."""

from django.core.handlers.wsgi import WSGIHandler

from saovuong.project.wsgi import application
from saovuong.web.warming import warm


def warmed() -> WSGIHandler:
    """The application, ready for its first visitors. Where this was called before the processes parted it is quick in each of them."""
    warm()
    return application
