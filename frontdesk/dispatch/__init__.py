"""What leaves the house: batches of folios to files and printers, and mail. Works through the desk's door only."""
