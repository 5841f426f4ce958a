"""The charter: read with its findings and ladders, changed by both sides, version by version."""
