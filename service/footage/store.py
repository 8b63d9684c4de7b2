"""Footage requests in PostgreSQL."""
