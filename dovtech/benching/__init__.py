"""What is measured: the readers of paper, on pages that are drawn for it and damaged as scanners and telephones do."""
