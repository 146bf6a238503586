"""The intent catalogue of the skills, and the class of what none of them serves."""

import runtime.skills
from runtime.nlu.labels import OUT_OF_SCOPE


def catalogue() -> dict[str, tuple[str, ...]]:
    """Return intent -> slots over all skills, out of scope included: the outputs of the model."""
    return dict(sorted({**dict(runtime.skills.catalogue()), OUT_OF_SCOPE: ()}.items()))
