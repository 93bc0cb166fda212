"""How the whole site does: each process's own figures, asked of all, added up for the owner's page."""
