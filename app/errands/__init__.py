"""Something one person asks another to do, or notes for themselves; a colleague from elsewhere is let in to the one
thing it is about, for as long as it takes."""
