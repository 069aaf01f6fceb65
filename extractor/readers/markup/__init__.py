"""The inside of HTML: its tree, what of it is shown, its main body, blocks, grids and what the page says of itself."""
