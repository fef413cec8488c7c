"""Reads prose into candidate figures. Pure Python: ``from saovuong.reader import read`` works in a notebook without Django."""
