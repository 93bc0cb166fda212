"""Accounts: people, their profiles and handles, and how they sign in.

Owns who somebody is: profile, handles past and present, address, password, sign-ins, one-time links, role,
suspension, and the letters that signing in needs. Does not own what people write (stories), the bytes of
their pictures (images), nor cookies and pages (edge).
"""
