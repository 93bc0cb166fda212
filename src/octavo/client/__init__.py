"""The command line against a site elsewhere: writes, lists and publishes stories by its open API alone."""
