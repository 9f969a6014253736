"""`dovtech` and `python -m dovtech`.

A process of its own, such as a reader's, imports this module anew and needs nothing of the command line: so it asks
for that when it runs.
"""


def main() -> None:
    """Run a command."""
    from dovtech.cli import main as run

    run()


if __name__ == "__main__":
    main()
