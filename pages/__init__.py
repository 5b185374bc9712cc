"""What people see: rooms that read from top to bottom, made of parts, inside one frame."""
