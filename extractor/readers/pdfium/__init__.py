"""PDF through PDFium: its signs, lines and pictures as pages."""
