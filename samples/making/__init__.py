"""How the shipped sample applications are drawn: their data, their paper, their scanner."""
