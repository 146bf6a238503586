"""Every edge of the process: sound, hearing, voice and the home. Knows nothing of intents or turns."""
