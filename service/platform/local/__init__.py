"""PostgreSQL and a Redis-compatible server from packages, in a data folder that we own."""
