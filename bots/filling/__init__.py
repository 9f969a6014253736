"""Filling the council's systems by configuration: a system is a folder of `templates/entries/`, never a class.

`entries` renders what is to be typed, `systems` builds the robots, `once` makes a filling happen exactly once.
"""
