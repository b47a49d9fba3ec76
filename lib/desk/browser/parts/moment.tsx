import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../store';

const HOUR = 3_600_000;

/** A moment by the reader's clock; its value is the ledger's instant. Begins with an hour from now. */
export function MomentField({
  label,
  store,
  onValue,
}: {
  readonly label: string;
  readonly store: Store;
  readonly onValue: (value: string) => void;
}) {
  const { texts } = store.words;
  const [local, setLocal] = useState('');
  const choose = (given: string) => {
    setLocal(given);
    const at = Date.parse(given);
    onValue(Number.isNaN(at) ? '' : String(store.ledgers(at)));
  };
  const now = store.now.value;
  useEffect(() => choose(localOf(now + HOUR)), []);
  const offers: readonly (readonly [string, number])[] = [
    [texts.inHours(1), now + HOUR],
    [texts.inHours(4), now + 4 * HOUR],
    [texts.tomorrow, morningIn(1, now)],
    [texts.nextMonday, morningIn((8 - new Date(now).getDay()) % 7 || 7, now)],
  ];
  return (
    <div class="field">
      <label for="given">{label}</label>
      <div class="answers">
        {offers.map(([name, at]) => (
          <button key={name} type="button" onClick={() => choose(localOf(at))}>
            {name}
          </button>
        ))}
      </div>
      <input
        id="given"
        type="datetime-local"
        required
        min={localOf(now)}
        value={local}
        onInput={(event) => choose(event.currentTarget.value)}
      />
    </div>
  );
}

/** Nine o'clock so many days from now. */
function morningIn(days: number, now: number): number {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  return at.setHours(9, 0, 0, 0);
}
/** As the field writes a moment: local, to the minute, the next one where seconds are left over. */
function localOf(at: number): string {
  const rounded = new Date(Math.ceil(at / 60_000) * 60_000);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${rounded.getFullYear()}-${two(rounded.getMonth() + 1)}-${two(rounded.getDate())}`;
  return `${day}T${two(rounded.getHours())}:${two(rounded.getMinutes())}`;
}
