"""What `python -m app …` can do, a file each."""
