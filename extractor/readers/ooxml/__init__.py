"""Inside of a WordprocessingML package: opening it safely, automatic numbers, paragraph text, grids, layout."""
