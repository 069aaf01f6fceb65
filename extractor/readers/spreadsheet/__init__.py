"""The inside of spreadsheets: cells as they are shown, and the tables that lie on a sheet."""
