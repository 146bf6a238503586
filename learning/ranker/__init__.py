"""Teaches the ranker which of several candidates a person means, on simulated homes and people."""
