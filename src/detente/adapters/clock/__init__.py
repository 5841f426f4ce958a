"""The clock: wakes the clerk when something is due."""
