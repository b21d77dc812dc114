"""A whole testbed that is invented: organisations, people and more than a year of work, made by the pages' own acts."""
