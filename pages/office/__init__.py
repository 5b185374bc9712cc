"""Rooms of leaders, supervisors and administrators."""
