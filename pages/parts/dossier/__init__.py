"""The open dossier: head, data, papers with verdicts, story, commands and what they ask for."""
