"""Swedish words made findable: inflected forms meet, and compounds are found by their parts."""
