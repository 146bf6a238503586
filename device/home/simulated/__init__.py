"""A home that is not there: for the demo, for tests, and for whoever develops a skill."""
