"""Hands: one module for each thing that is touched outside the domain.

Each plays a role of `casework.ports`; none knows another, and nothing connects or loads a model at import.
"""
