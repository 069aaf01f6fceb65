"""Inside of a binary Word file: its header, its piece table, and its conversion to a Word package."""
