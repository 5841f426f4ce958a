"""The words everyone shares: errors, findings, places, money, names."""
