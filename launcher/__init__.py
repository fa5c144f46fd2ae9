"""Set-up, start, test and backup of the suite, with Python's standard library only."""
