"""Facts, a tree and a catalogue in; totals out. Pure: no Django, no clock, no database.

>>> from saovuong.engine import Question, total
"""

from saovuong.engine.index import FactIndex
from saovuong.engine.shapes import Fact, Question, Total, Tree
from saovuong.engine.totals import form_coverage, total, totals

__all__ = ["Fact", "FactIndex", "Question", "Total", "Tree", "form_coverage", "total", "totals"]
