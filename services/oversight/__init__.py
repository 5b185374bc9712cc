"""What the administrator watches: who did what, which messages wait or failed, and whether all is well."""
