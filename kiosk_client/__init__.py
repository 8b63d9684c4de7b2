"""The program on the alarm box: it keeps a press, sends it, and shows what becomes of it."""

VERSION = "0.1.0"
CONTRACT = "v1"
