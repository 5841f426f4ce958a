"""The site: settings from environment variables, addresses, the door for a web server."""
