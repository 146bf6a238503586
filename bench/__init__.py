"""Measurements: each file is `python -m bench.NAME [--json]`."""
