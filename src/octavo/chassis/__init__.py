"""How any service runs: contracts and calls, databases and events, caches, ids, settings.

It knows no service.
"""
