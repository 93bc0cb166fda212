"""Stories: drafts, revisions, publishing, addresses and tags.

Owns what people write, from the first draft to the erasure, and what readers see of it: the rendered text,
its address and its former ones, tags, lists. Does not own people (accounts), pictures (images) or the shape
of the document (document); knows of suspended authors only that they are.
"""
