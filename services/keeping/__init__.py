"""Keeping what the office has: one archive with database and files, taken while people work, and put back."""


class KeepingRefused(Exception):
    """A backup or restore cannot be done; the message says why and what to do."""
