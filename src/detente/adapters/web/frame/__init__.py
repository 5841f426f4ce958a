"""The frame of every page: layout, parts, times, forms, seats, errors."""
