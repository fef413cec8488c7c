"""Turns a report's shape into files in the official format. Pure Python."""
