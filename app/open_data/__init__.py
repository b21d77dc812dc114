"""What everyone may take with them: published needs, pilots, results and figures as data, and a catalogue of them."""
