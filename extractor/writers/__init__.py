"""Writers: Docs -> a target format. A writer is a function registered under its format's name."""
