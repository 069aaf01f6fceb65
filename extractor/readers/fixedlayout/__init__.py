"""Inside an OFD (GB/T 33190): the package, its documents and pages, what a page draws."""
