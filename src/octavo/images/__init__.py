"""Images: originals kept as they came, renditions made on demand at signed addresses.

Owns the bytes of pictures, what is known of them (size, colour, placeholder), whose they are, and a copy of
which published story uses which. Does not own where they stand in a text, nor the words for those who do not
see them (stories).
"""
