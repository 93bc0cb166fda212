"""Octavo: a whole publishing platform in one Python program."""

__version__ = "0.1.0"
