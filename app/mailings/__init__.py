"""Letters from the region to many at once: written and held, seen one by one as they will read, then sent."""
