"""A competent Django admin over the program's own tables: the yardstick of bench.desk."""
