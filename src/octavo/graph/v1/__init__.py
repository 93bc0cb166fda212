# Generated from proto/octavo/graph/v1 by `make proto`; not to be edited.
"""The contract of octavo.graph.v1, as Python."""
