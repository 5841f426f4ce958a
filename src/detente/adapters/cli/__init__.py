"""The command line: light, without a database, straight to core."""
