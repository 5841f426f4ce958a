"""The web adapter: one room per word, HTML templates beside the views."""
