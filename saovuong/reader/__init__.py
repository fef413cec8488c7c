"""Reads prose into candidate figures. Pure Python: ``from saovuong.reader import read`` works in a notebook without Django."""

from saovuong.reader.pipeline import read
from saovuong.reader.version import READER_VERSION

__all__ = ["READER_VERSION", "read"]
