"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass and one lane, the first of the equal measures of OWASP's Password Storage Cheat Sheet.

    Django's own takes 100 MiB and four times the processor, which on an office's PC everybody pays who reads meanwhile. Passwords that were
    kept by other measures are kept by these from the next sign-in."""

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
