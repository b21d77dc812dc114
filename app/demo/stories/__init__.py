"""What happened in the invented testbed. Days count from the day of seeding; each story is told from its beginning."""
