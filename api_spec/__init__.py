"""The contract: generated from the wire structs, committed, and checked for drift."""
