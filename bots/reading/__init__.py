"""Reading: from the bytes of a document to pages of words, marks and rules with their places.

`reader.DocumentReader` plays the port `Reader` in this process, `isolated.IsolatedReader` in children that may crash.
Importing this package loads no library; each module loads the one that it stands for.
"""
