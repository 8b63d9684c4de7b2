"""The program that works later: everything that was promised and is not answered at once."""
