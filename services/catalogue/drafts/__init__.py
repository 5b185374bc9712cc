"""Drafts of procedures: written, examined, compared, tried, reviewed and published."""
