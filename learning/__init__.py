"""Offline: trains, measures and exports what `runtime` and `device` load. Never imported by either."""
