"""Mail: what the outbox holds, rendered for its reader and handed to a mail server. Nothing here decides."""
