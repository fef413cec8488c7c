"""Puts the rooms together: settings and the places on disk."""
