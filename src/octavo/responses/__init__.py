"""Responses: conversations under stories.

Owns what readers answer, who may, and what waits to be let through. Does not own the stories; the body of a
response is a document as a story's is, read and rendered by the same library.
"""
