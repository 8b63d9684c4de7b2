"""Tests of the simulated county town itself."""
