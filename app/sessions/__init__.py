"""Who is signed in, for how long, and ending that: for oneself, one's organisation, and the whole portal."""
