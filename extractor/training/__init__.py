"""Training and scoring of the tagger: annotated reports -> examples -> weights, and what the weights are worth."""
