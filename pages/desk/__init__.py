"""Rooms of the officers."""
