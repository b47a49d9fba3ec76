/** What has changed outside and is still to be read, at the connection. */
import type { HintKind } from '../../model/hint';
import type { AccountId } from '../../model/order';
import type { Instant } from '../../model/record';
import type { Hint } from '../port';
import type { Book } from './book';

export const hints = (book: Book) => {
  const { sql } = book;
  return {
    hint(account: AccountId, kind: HintKind, ids: readonly string[], now: Instant): void {
      book.tick(now);
      sql.hintTurn.run();
      for (const id of ids) sql.hint.run(account, kind, id, now);
    },
    hints(account: AccountId, kind: HintKind, limit: number): readonly Hint[] {
      return sql.hints
        .all(account, kind, limit)
        .map(({ id, turn, at }) => ({ id: String(id), turn: Number(turn), at: Number(at) }));
    },
    heeded(account: AccountId, kind: HintKind, heeded: readonly Pick<Hint, 'id' | 'turn'>[]): void {
      for (const { id, turn } of heeded) sql.heeded.run(account, kind, id, turn);
    },
  };
};
