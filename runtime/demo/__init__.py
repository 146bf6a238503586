"""The main job, shown: a home, a broker, Hearth, and somebody who speaks to it. Nothing in the path is a mock."""
