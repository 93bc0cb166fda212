"""Writes every service's `v1/` from its proto: values, faults, events, the Protocol, and the packing code.

Run as `python -m octavo.chassis.protoc_plugin`; protoc comes with grpcio-tools, so no network is needed.
"""
