"""How it runs: settings, wiring, worker and command line. The only package that knows every other."""
