"""What the office does: verbs, rules, figures, letters. This floor knows the database and never the screen."""
