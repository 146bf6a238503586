"""`python -m learning.ranker`."""

from learning.ranker.train import main

main()
