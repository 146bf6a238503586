"""Models: which there are, where they lie, and whether they are whole. Knows nothing of what they compute.

`bundled("nlu")` is a model of our own that came with Hearth, `find("speech")` one that came with it, was fetched, or is
simply a path. Nothing here touches the network; only `device.models.fetch` does, and only `hearth models fetch` calls it.
"""

from device.models.shelf import bundled, bundled_directory, find, installed

__all__ = ["bundled", "bundled_directory", "find", "installed"]
