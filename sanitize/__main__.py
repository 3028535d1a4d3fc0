"""``python -m sanitize``: the command line."""

from sanitize.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
