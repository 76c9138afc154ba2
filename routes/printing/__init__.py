"""Going to paper: what is ordered, whether it may be printed, and what is kept of each print.

`orders` says what is to be made and `all_languages` makes it; `preflight` looks at it first, with
`flaws` and `emblem` for what only finished files show; `registering` keeps what was printed, and
`changes` and `printed` tell what has changed since. `print_run` prints everything there is.
"""
