"""Looking after the installation: that it runs, and for whom. No private room can be read from here."""
