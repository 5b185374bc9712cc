"""What the office does: verbs, rules, figures, letters. It knows the database and never the screen."""
