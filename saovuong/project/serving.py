"""What each process of ``saovuong serve`` runs."""

from saovuong.project.wsgi import application
from saovuong.web.warming import warm

__all__ = ["application"]

warm()
