"""Detente keeps an outsourcing relationship working when it is under strain."""

__version__ = "0.1.0"
