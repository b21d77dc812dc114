"""A pilot tries a solution in real operation, from an approved plan to a decision and a follow-up of the benefit."""
