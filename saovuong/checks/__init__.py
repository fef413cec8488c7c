"""Figures beside each other: what cannot be right together, and what somebody decided to let stand."""
