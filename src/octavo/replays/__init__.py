"""Replays: what calls with an Idempotency-Key came to, so that their repetition does nothing again.

Owns keys, digests of requests and answers, for a day. Does not own what the calls do.
"""
