"""Invented municipal papers to learn from: forms, letters, e-mails and everything that is no application.

Nothing here is taken from a real person or from the shipped samples; every identifier has right check digits.
"""
