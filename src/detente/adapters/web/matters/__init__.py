"""A matter on a page: where it stands, what happened, what comes, what is open to whom, and the forms to act."""
