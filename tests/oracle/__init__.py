"""A second, naive reading of the procedure language, written from its specification alone."""
