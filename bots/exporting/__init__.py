"""Cases as the national standards exchange them: ENI files and SICRES 4 register entries."""
