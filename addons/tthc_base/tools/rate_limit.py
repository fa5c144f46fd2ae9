from collections import OrderedDict
from threading import Lock
from time import monotonic

#: Requests from one address within a minute; per worker process.
REQUESTS_PER_MINUTE = 60
ADDRESSES = 5000


class RateLimit:
    """Counts requests of an address within a minute, in the memory of one worker."""

    def __init__(self, per_minute=REQUESTS_PER_MINUTE, addresses=ADDRESSES):
        """Count for so many addresses at once, the oldest being forgotten first."""
        self._per_minute = per_minute
        self._addresses = addresses
        self._windows = OrderedDict()
        self._lock = Lock()

    def allows(self, address):
        """Count one request.

        :param address: text that identifies the caller
        :return: False once the address has used up its minute
        """
        moment = monotonic()
        with self._lock:
            start, count = self._windows.pop(address, (moment, 0))
            if moment - start >= 60:
                start, count = moment, 0
            self._windows[address] = (start, count + 1)
            if len(self._windows) > self._addresses:
                self._windows.popitem(last=False)
            return count < self._per_minute
