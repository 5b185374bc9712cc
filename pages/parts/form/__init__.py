"""The form of a dossier, as citizens fill it in on their own or officers at the counter."""
