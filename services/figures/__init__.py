"""Figures: what is counted and averaged, each number defined once, beside its query."""
