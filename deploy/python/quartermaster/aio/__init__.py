"""The clients for asyncio."""

from quartermaster.aio.control import Control
from quartermaster.aio.master import Master
from quartermaster.aio.observer import Observer
from quartermaster.aio.running import Updates

__all__ = ["Control", "Master", "Observer", "Updates"]
