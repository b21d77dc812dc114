"""A researcher joins a pilot with a study of their own, on terms the municipality accepts."""
