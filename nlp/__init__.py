"""What a document says: layout, kinds and fields, learned on an invented corpus and run by spaCy."""
