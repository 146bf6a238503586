"""From words to this home's things: what is meant, what to ask, what not to do.

`resolve` reads one interpretation, `answer` the reply to a question, `check` what needs a yes. All are pure: the home,
the history and the habits come in as a `Context`. Knows nothing of what a request will do.
"""

from runtime.resolve.answer import answer
from runtime.resolve.choose import resolve
from runtime.resolve.policy import PolicySettings, check
from runtime.resolve.ranker import Learned, Plain, Ranker

__all__ = ["Learned", "Plain", "PolicySettings", "Ranker", "answer", "check", "resolve"]
