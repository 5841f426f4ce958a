"""Pictures as SVG text: pure functions of plain data and words, with no clock. The same data gives the same bytes."""
