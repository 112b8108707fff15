"""The version of the package, which is the version of the worker that it is released with."""

__version__ = "0.1.0"
