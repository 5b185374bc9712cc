"""Statements of the bank: read, matched to what is owed, booked and taken back."""
