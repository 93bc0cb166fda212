# Generated from proto/octavo/chassis/v1 by `make proto`; not to be edited.
"""The contract of octavo.chassis.v1, as Python."""
