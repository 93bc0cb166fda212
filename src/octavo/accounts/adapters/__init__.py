"""The accounts' technologies: SQL, Argon2, SMTP."""
