"""How fast the program is, each measurement against a floor of the same run: `python -m bench --list`."""
