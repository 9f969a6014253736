"""The desk's pages, one module for each thing people do there."""
