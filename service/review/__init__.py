"""Looking through recordings: when something changed, and when anything moved.

Nothing here knows anybody, and nothing follows anybody from one camera to another. It reads and
decodes what others have written, so it runs in a process of its own and never in the one that
answers.
"""
