# Generated from proto/tests/chassis/loans/v1 by `make proto`; not to be edited.
"""The contract of octavo.loans.v1, as Python."""
