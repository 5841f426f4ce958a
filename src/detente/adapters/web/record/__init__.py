"""The record: what happened, how it is proved, what a lawyer takes along; the public page that checks it."""
