"""Warm cameras: seconds of compressed video kept in memory, decoded only when somebody asks.

Only a ring has pictures from before a press, and it gives its first one within a decode.
"""
