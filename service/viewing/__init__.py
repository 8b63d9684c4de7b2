"""Viewing, not taking: recordings masked, confirmed by a person, and shown under his eyes."""
