"""Reports made of live figures, and frozen as a version when they are issued (domain.md 6.3)."""
