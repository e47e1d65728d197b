"""Everything that opens files from outside: in a process of its own, with the standard library alone (ADR 0024).

`process` is the program's side. All other modules run in the child: they import neither Django nor anything of ours
outside this package, and what they raise, or die of, harms nobody.
"""
