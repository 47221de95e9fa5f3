"""A wire to DynamoDB on which most requests come to grief, as they do on a bad day: before the table has them, or after."""

import json
import random
from collections import Counter
from http.client import RemoteDisconnected

from polynya_live.store.dynamo.client import HttpWire

THROTTLED = {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Rate exceeded"}
FAULTS = ("throttled", "500", "time-out before", "time-out after", "reset before", "reset after", "half an answer")


class FaultyWire(HttpWire):
    """Passes requests on, but `share` of them meet a fault. seed: the same faults for the same seed."""

    def __init__(self, endpoint: str, *, region: str, share: float, seed: int) -> None:
        super().__init__(endpoint, region=region)
        self._chance = random.Random(seed)
        self._share = share
        self.met: Counter[str] = Counter()

    def __call__(self, operation: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        if self._chance.random() >= self._share:
            return super().__call__(operation, body, timeout_s)
        fault = self._chance.choice(FAULTS)
        self.met[fault] += 1
        if fault == "throttled":
            return 400, json.dumps(THROTTLED).encode()
        if fault == "500":
            return 500, b'{"__type": "InternalServerError"}'
        if fault in {"time-out after", "reset after", "half an answer"}:
            status, content = super().__call__(operation, body, timeout_s)  # the table has it; the answer is lost
            if fault == "half an answer":
                return status, content[: len(content) // 2] + b"{"
        raise TimeoutError if fault.startswith("time-out") else RemoteDisconnected
