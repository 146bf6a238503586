"""How well sentences are understood, in words, in context and in time."""
