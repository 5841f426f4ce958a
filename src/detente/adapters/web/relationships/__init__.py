"""A relationship's home: how it fares, what comes next, what is open, what is asked of the reader."""
