"""One content in many formats: forms with known grids, written to every format, read back and compared."""
