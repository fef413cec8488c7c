"""Typing a form's figures cell by cell: what a cell says, the draft that keeps it, and the form as it stands.

A cell is never a fact: handing in makes facts of the draft (ADR 0003)."""
