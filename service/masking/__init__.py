"""Hiding whoever is in a recording: everything is hidden but what may be seen.

Nobody is recognised, nothing is read and nothing is kept of a face or a plate but the box it was
hidden under. It decodes what others have written, so it never runs in the process that answers.
"""
