"""Towns that do not exist, for the demo (`story`), the bench (`scale`) and the tests (`one_of_everything`).

Nobody here was ever born: identity numbers begin with 430599, an area that was never given out, and phones with 154.
Only the command `load_demo` brings one of them into the product (ADR 0039).
"""
