"""The one door through which Foulée reaches the network: public addresses only, within bounds of size and time."""

from foulee.connectors.http.addresses import Permission
from foulee.connectors.http.answer import Answer, Hop, NetworkError
from foulee.connectors.http.door import Bounds, Door

__all__ = ["Answer", "Bounds", "Door", "Hop", "NetworkError", "Permission"]
