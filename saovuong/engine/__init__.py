"""Adds up: facts, a tree and a catalogue in, totals with their parts out. Pure Python."""
