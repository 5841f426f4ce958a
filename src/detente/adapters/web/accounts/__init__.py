"""Signing in: invitations, one-time links, passkeys, codes, passwords, the list of sessions."""
