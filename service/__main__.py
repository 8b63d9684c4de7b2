"""`python -m service`: the same as `watchbell`."""

from service.cli import main

if __name__ == "__main__":
    main()
