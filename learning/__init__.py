"""Offline: trains, measures and exports what `runtime` and `device` load. Never imported by either."""

import os

# Before numpy is imported: its threads wait busily for small matrices, which made the features of a clip cost ten times as much.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
