"""The frame around every room: layout, menu, sign-in, and who is asking."""
