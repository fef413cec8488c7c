"""Figures, units and rules in; findings out. Pure: no Django, no clock, no database."""

from saovuong.checks.judging.judge import judge
from saovuong.checks.judging.shapes import Finding, Told, World

__all__ = ["Finding", "Told", "World", "judge"]
