"""How fast the service is beside other servers of the same machine: ``python -m tests.benchmarks`` measures all of it.

Not in the test run. Each group of figures is a module with ``measure(rig) -> rows``; ``__main__`` names them.
"""
