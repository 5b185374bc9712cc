"""What citizens find and follow: procedures, their dossiers, their account."""
