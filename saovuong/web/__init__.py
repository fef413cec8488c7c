"""The screens of an office: enter, read, verify, see, explain, report."""
