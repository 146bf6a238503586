"""Voices of our own making. `python -m learning.voice` writes the tiny one that the tests speak with."""
