"""Pages as they are looked at: signs and rules at places (of a PDF, an OFD, a scan) made text and tables."""
