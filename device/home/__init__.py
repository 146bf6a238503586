"""The home over MQTT: what is there, how it is, and how to command it. Knows nothing of sentences."""
