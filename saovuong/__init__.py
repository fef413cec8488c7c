"""Sao Vuông: the work book of local defence administration."""

__version__ = "0.1.0"
