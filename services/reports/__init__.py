"""The official reports: what they count, how they are printed, what was handed in, and lists to take out."""
