"""All relationships of an account on one page: where to look, what is asked, a brief for paper."""
