"""What each process of ``saovuong serve`` runs."""

from functools import cache

from django.core.handlers.wsgi import WSGIHandler

from saovuong.project.wsgi import application
from saovuong.web.warming import warm


@cache
def warmed() -> WSGIHandler:
    """The application, ready for its first visitors. Where this was called before the processes parted, each of them has it already."""
    warm()
    return application
