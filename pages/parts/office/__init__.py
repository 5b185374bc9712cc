"""What administrators and leaders keep: agencies, people, calendar, messages, logs."""
