"""A person, and what they are trusted with in each organisation they act for."""
