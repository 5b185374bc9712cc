"""Figures and reports: tables, charts, and the lists behind each number."""
