"""`python -m toolkit` is the command `draft`."""

from toolkit.cli.main import main

if __name__ == "__main__":
    main()
