"""The queue: table, tools, panels, work on many dossiers at once, what is taken out."""
