"""The catalogue's editor: a procedure's facts, papers, fees, form, conditions and rules."""
