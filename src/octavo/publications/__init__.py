"""Publications: their names, people, look, pages and desk. Texts are the stories' own; who reads one before
it is published, stories decide by a copy of the memberships that publications keep current there."""
