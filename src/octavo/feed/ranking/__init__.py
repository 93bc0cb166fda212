"""What a reader may want next, learned from what readers did and from the stories' own words.

Owns no fact: all is built from acts and texts that are handed in, and may be thrown away. Pure: no storage,
no service, no clock, and chance only from the seed that is given.
"""
