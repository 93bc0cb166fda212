"""Where the site's processes stand, and what stands before them."""
