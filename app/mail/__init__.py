"""Letters: rendered in the reader's language, kept in the outbox, handed over once and only once."""
