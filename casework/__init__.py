"""What the work is: a citizen's application and everything that may happen to it.

Standard library only, no input or output. Time, ids and files come in as arguments; every class is frozen.
"""
