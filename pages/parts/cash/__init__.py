"""Money and parcels of a day: statements, refunds, closing, carrier files."""
