"""Changes submissions in the DynamoDB table, each change whole or not at all, and once (shared).

A change reads what it depends on, writes all of it in one conditional transaction, and starts again when another was
faster. Each change carries the name of its writer, so a repeat whose first try was committed finds its own work.
"""

from collections.abc import Callable, Mapping
from itertools import count

from ...submissions import Claim, State, Submission, Value
from ...values import dataclass, field
from .. import Full, NoSuchSubmission, StaleRevision
from ..rows import amended, approved_at, expired, holds_claims, living, merged_claims, moved, same_body
from .client import Cancelled, Client, ConditionFailed, Turn
from .reading import Reading, name_of
from .table import Item, Kept, attributes, bound, claim_key, kept_item, kept_of, new_writer, row_key, sent_key
from .threads import Part, Threads


@dataclass(frozen=True, slots=True)
class Change:
    """What the table will hold, and the transaction that gets there; no parts when it is so already."""

    row: Submission
    parts: list[Part] = field(default_factory=list)


Plan = Callable[[Turn, int], Change]
"""Reads and decides anew. The number says how often this change met others before."""


class Changes:
    """Changes the submissions of one table."""

    def __init__(self, client: Client, table: str, threads: Threads) -> None:
        self._client = client
        self._table = table
        self._threads = threads
        self._reading = Reading(client, table)

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission once; see the port."""
        writer = new_writer()
        alone = submission.state is not State.APPROVED and not _claims_of(submission) and not submission.account
        if alone and self._put_alone(submission, writer):
            return submission
        return self._settle(lambda turn, met: self._plan_submit(turn, submission, writer=writer, met=met))

    def moderate(
        self, key: str, state: State, *, now: int, revision: int | None, extra: Mapping[str, Value] | None
    ) -> Submission:
        """Move a submission to `state`; see the port."""
        writer = new_writer()

        def plan(turn: Turn, met: int) -> Change:
            kept = self._kept(key, turn)
            row = living(kept.row, key, now)
            if row.state is state or kept.writer == writer:
                return Change(row)
            if revision is not None and row.revision != revision:
                raise StaleRevision(row)
            to = moved(row, state, now=now, position=0, extra=extra)
            return self._plan_move(turn, kept, Kept(to, writer, 0), met=met)

        return self._settle(plan)

    def amend(self, submission: Submission) -> Submission:
        """Replace what an owner may change; see the port."""
        writer = new_writer()

        def plan(turn: Turn, _: int) -> Change:
            kept = self._kept(submission.key, turn)
            if kept.writer == writer:
                return Change(kept.row)
            if kept.row.revision != submission.revision:
                raise StaleRevision(kept.row)
            row = amended(kept.row, submission)
            shown = [self._threads.show(row, kept.shard)] if row.cursor else []
            sent = self._sent_anew(kept.row, row)
            return Change(row, [self._put_over(kept, Kept(row, writer, kept.shard)), *shown, *sent])

        return self._settle(plan)

    def erase(self, key: str) -> None:
        """Remove a submission for good. Raises NoSuchSubmission."""

        def plan(turn: Turn, met: int) -> Change:
            try:
                kept = self._kept(key, turn)
            except NoSuchSubmission:
                if not met:
                    raise
                return Change(last[0])  # this change, or another at the same time, has removed it
            last[:] = [kept.row]
            hidden = [self._threads.hide(kept.row, kept.shard)] if kept.row.cursor else []
            unsent = [self._remove(sent_key(kept.row))] if kept.row.account else []
            return Change(kept.row, [self._delete(kept), *hidden, *unsent, *self._give_back(kept.row)])

        last: list[Submission] = []
        self._settle(plan)

    def taken(self, names: list[str], turn: Turn) -> dict[str, int]:
        """Read how much of each claim counter is taken."""
        found = self._reading.many([claim_key(name) for name in dict.fromkeys(names)], turn)
        items = {name: found.get(name_of(claim_key(name))) for name in names}
        return {name: max(0, int(item["taken"]["N"])) if item else 0 for name, item in items.items()}

    def _settle(self, plan: Plan) -> Submission:
        turn = self._client.turn()
        for met in count():
            change = plan(turn, met)
            if not change.parts:
                return change.row
            # AWS knows a repeat of this very request by its token, for 10 minutes.
            parameters = {"TransactItems": change.parts, "ClientRequestToken": new_writer()}
            try:
                self._client.call("TransactWriteItems", parameters, turn)
            except Cancelled as cancelled:
                turn.wait(str(cancelled))
            else:
                return change.row
        raise AssertionError("count() never ends")

    def _put_alone(self, row: Submission, writer: str) -> bool:
        """Put a row that stands alone: one request, which is what most visitors wait for. False when its key is taken."""
        try:
            self._client.call("PutItem", self._put_new(Kept(row, writer, 0))["Put"])
        except ConditionFailed:
            return False
        return True

    def _plan_submit(self, turn: Turn, row: Submission, *, writer: str, met: int) -> Change:
        kept = kept_of(self._reading.one(row_key(row.key), turn))
        if kept and not expired(kept.row, row.received):
            return Change(same_body(kept.row, row))
        claims = self._take(turn, row)
        if row.state is not State.APPROVED:
            return Change(row, [self._put_new(Kept(row, writer, 0)), *self._sent(row), *claims])
        approved = row.approved or row.received
        seat = self._threads.seat(turn, row.thread, approved, met=met)
        row = approved_at(row, approved, seat.position)
        new = self._put_new(Kept(row, writer, seat.shard))
        return Change(row, [new, *seat.parts, self._threads.show(row, seat.shard), *self._sent(row), *claims])

    def _plan_move(self, turn: Turn, kept: Kept, to: Kept, *, met: int) -> Change:
        parts: list[Part] = [self._threads.hide(kept.row, kept.shard)] if kept.row.cursor else []
        if to.row.state is State.APPROVED:
            seat = self._threads.seat(turn, to.row.thread, to.row.approved, met=met)
            to = Kept(approved_at(to.row, to.row.approved, seat.position), to.writer, seat.shard)
            parts += [*seat.parts, self._threads.show(to.row, seat.shard)]
        if holds_claims(kept.row.state) and not holds_claims(to.row.state):
            parts += self._give_back(kept.row)
        elif holds_claims(to.row.state) and not holds_claims(kept.row.state):
            parts += self._take(turn, to.row)
        return Change(to.row, [self._put_over(kept, to), *parts])

    def _kept(self, key: str, turn: Turn) -> Kept:
        kept = kept_of(self._reading.one(row_key(key), turn))
        if kept is None:
            raise NoSuchSubmission(key)
        return kept

    def _put_new(self, kept: Kept) -> Part:
        """Plan to put a row whose key is free, or held by one that has expired."""
        condition = "attribute_not_exists(pk) OR #expires <= :now"
        values = bound(now=kept.row.received // 1000)
        put = {"TableName": self._table, "Item": kept_item(kept), "ConditionExpression": condition}
        names = {"#expires": "expires"}
        return {"Put": put | {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}}

    def _put_over(self, before: Kept, kept: Kept) -> Part:
        return {"Put": {"TableName": self._table, "Item": kept_item(kept)} | _unchanged(before)}

    def _delete(self, before: Kept) -> Part:
        return {"Delete": {"TableName": self._table, "Key": row_key(before.row.key)} | _unchanged(before)}

    def _remove(self, key: Item) -> Part:
        return {"Delete": {"TableName": self._table, "Key": key}}

    def _sent(self, row: Submission) -> list[Part]:
        """Plan to note who has sent a row, for as long as the row is kept."""
        if not row.account:
            return []
        return [{"Put": {"TableName": self._table, "Item": sent_key(row) | attributes(expires=row.expires)}}]

    def _sent_anew(self, before: Submission, row: Submission) -> list[Part]:
        """Plan to note another sender, or another end."""
        if (before.account, before.expires) == (row.account, row.expires):
            return []
        moved = before.account and before.account != row.account
        return [*([self._remove(sent_key(before))] if moved else []), *self._sent(row)]

    def _take(self, turn: Turn, row: Submission) -> list[Part]:
        """Plan to take the claims of a row. Raises Full."""
        claims = _claims_of(row)
        taken = self.taken([claim.name for claim in claims], turn) if claims else {}
        for claim in claims:
            if taken[claim.name] + claim.amount > claim.most:
                raise Full(claim.name)
        room = "attribute_not_exists(pk) OR #taken <= :room"
        return [
            self._add(claim.name, claim.amount, ConditionExpression=room, room=claim.most - claim.amount)
            for claim in claims
        ]

    def _give_back(self, row: Submission) -> list[Part]:
        return [self._add(claim.name, -claim.amount) for claim in _claims_of(row)]

    def _add(self, name: str, amount: int, *, room: int | None = None, **condition: str) -> Part:
        update = {
            "TableName": self._table,
            "Key": claim_key(name),
            "UpdateExpression": "ADD #taken :amount",
            "ExpressionAttributeNames": {"#taken": "taken"},
            "ExpressionAttributeValues": bound(amount=amount, room=room),
        }
        return {"Update": update | condition}


def _claims_of(row: Submission) -> tuple[Claim, ...]:
    """List what a row holds in its state."""
    return merged_claims(row) if holds_claims(row.state) else ()


def _unchanged(before: Kept) -> dict[str, str | dict[str, str] | Item]:
    """Write the condition that nobody changed a row since it was read."""
    return {
        "ConditionExpression": "#writer = :writer AND #revision = :revision",
        "ExpressionAttributeNames": {"#writer": "writer", "#revision": "revision"},
        "ExpressionAttributeValues": bound(writer=before.writer, revision=before.row.revision),
    }
