"""Tables and what may be asked of them: write.py appends (for the clerk alone), read answers."""
