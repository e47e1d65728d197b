"""A list to take along: as a workbook or on paper, with the columns that somebody chose."""
