"""The site: the only part that speaks HTML. It asks the services and stores nothing of its own."""
