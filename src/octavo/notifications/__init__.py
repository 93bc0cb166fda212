"""Notifications: what others did that concerns somebody.

Owns what each person is told, what of it they read, and what they do not want to be told. Does not own what
was done: follows, claps, responses and highlights are their services'. What is told is told in groups.
"""
