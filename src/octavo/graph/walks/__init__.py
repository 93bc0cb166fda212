"""Walks over who did what to what: stories near a story, near a reader's tastes, and people near a person.

It owns no fact: the graph in memory is built from what the store holds, kept fresh act by act, and may be
thrown away at any time. Pure: no storage, no service, no clock, and chance only from the seed that is given.
"""
