"""What browsers are marked with beside their session."""

from typing import Final

MARK: Final = "avoids"
"""The cookie of readers from whom somebody is hidden: they are answered the long way. It holds nothing else;
whoever takes it away is still shown nothing by the pages' script."""
