"""What is used of python-engineio, which ships no types."""

from .async_server import AsyncServer as AsyncServer
