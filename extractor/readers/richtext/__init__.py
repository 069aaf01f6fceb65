"""Inside of RTF: its tokens and character sets, and the paragraphs and tables that they make."""
