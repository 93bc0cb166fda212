"""Search: finds stories by words, and people and tags while one types.

Owns the index of what is public, a folder that can be thrown away and is made anew of what the stories and
accounts say. Does not own any text: what is shown of a story is read from the stories.
"""
