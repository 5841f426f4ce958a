"""Working time: calendars as evidence, and clocks counted by their rules."""
