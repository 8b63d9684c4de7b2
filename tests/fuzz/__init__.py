"""Thousands of inputs at every door: run by hand, a slice at a time."""
