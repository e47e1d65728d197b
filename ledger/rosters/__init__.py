"""Official rosters: any list that others made, read by a layout (`fixtures/layouts`) into rows of the ledger's sheets.

A file goes through the modules in this order: `recognising` finds the layout of each worksheet, `tables` its rows,
`reading` what each cell means, `entries` which rows of which sheets that makes, `locating` which stored rows they mean,
`joining` makes one of those that mean the same, `deciding` what is to be written; `importing` writes it as a batch of
the ledger, `comparing` only tells the difference.
"""
