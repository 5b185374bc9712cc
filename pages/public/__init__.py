"""Rooms for citizens: find a procedure, hand a dossier in, follow it."""
