"""Django's PostgreSQL backend, for the server that the workbench runs itself."""
