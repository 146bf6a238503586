"""Text and values only: what was meant, which device is meant, what to do and what to say."""
