"""What docs/tagger.md tells of the tagger, measured."""
