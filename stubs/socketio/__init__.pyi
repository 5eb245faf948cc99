"""What is used of python-socketio, which ships no types."""

from . import exceptions as exceptions
from .async_aiopika_manager import AsyncAioPikaManager as AsyncAioPikaManager
from .async_client import AsyncClient as AsyncClient
from .async_redis_manager import AsyncRedisManager as AsyncRedisManager
from .async_server import AsyncServer as AsyncServer
