"""`python -m dovtech` is the same as `dovtech`."""

from dovtech.cli import main

main()
