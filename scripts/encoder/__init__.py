"""Whether a small fine-tuned encoder helps to choose the words that name a number; needs torch."""
