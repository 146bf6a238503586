"""What Hearth can do: one file a skill, one line here."""
