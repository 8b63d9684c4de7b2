"""The access register for those who oversee it."""
