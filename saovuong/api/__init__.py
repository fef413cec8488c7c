"""The program's answers for other programs: OpenAPI 3.1 under ``/api``. Parse, one call, show."""
