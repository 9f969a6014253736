"""Values as they stand on paper, turned into the catalogue's normal forms; one module for each family of types."""
