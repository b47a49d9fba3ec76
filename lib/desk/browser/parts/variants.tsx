import { useEffect, useState } from 'preact/hooks';
import type { VariantView } from '../../wire';
import type { Asking, Store } from '../store';
import { Icon } from './icons';

interface Part {
  readonly variant: VariantView;
  readonly quantity: string;
  readonly share: string;
}
interface FieldProps {
  readonly asking: Extract<Asking, { what: 'answer' }>;
  readonly store: Store;
  /** The answer's value as the admin route reads it; empty while it is not whole. */
  readonly onValue: (value: string) => void;
}

/** One variant, chosen from what the shop's catalogue has. */
export function VariantField({ asking, store, onValue }: FieldProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (variant: VariantView) => {
    setChosen(variant.id);
    onValue(`${variant.id} ${variant.title}`);
  };
  return (
    <Search asking={asking} store={store}>
      {(variants) => (
        <fieldset class="ticks">
          <legend class="sr">{store.words.texts.found(store.format.count(variants.length))}</legend>
          {variants.map((variant) => (
            <label key={variant.id} class="check">
              <input type="radio" name="variant" checked={variant.id === chosen} onChange={() => choose(variant)} />{' '}
              <Variant variant={variant} store={store} />
            </label>
          ))}
        </fieldset>
      )}
    </Search>
  );
}

/** Several variants, how many of each, and how the line's price is shared among them. */
export function BundleField({ asking, store, onValue }: FieldProps) {
  const { texts } = store.words;
  const [parts, setParts] = useState<readonly Part[]>([]);
  const change = (next: readonly Part[]) => {
    setParts(next);
    const whole = next.every(({ quantity, share }) => Number(quantity) >= 1 && Number(share) > 0);
    onValue(whole ? next.map(({ variant, quantity, share }) => `${variant.id} ${quantity} ${share}`).join('\n') : '');
  };
  const edit = (at: number, given: Partial<Part>) => change(parts.map((part, n) => (n === at ? { ...part, ...given } : part)));
  const sum = parts.reduce((total, { share }) => total + Number(share), 0);
  return (
    <>
      {parts.length > 0 && (
        <table class="parts">
          <caption>{texts.parts}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.variant}</th>
              <th scope="col">{texts.quantity}</th>
              <th scope="col">{texts.share}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {parts.map(({ variant, quantity, share }, at) => (
              <tr key={variant.id}>
                <td>{variant.title || variant.id}</td>
                <td>
                  <input
                    type="number"
                    min={1}
                    max={999999}
                    step={1}
                    required
                    aria-label={`${texts.quantity}, ${variant.title}`}
                    value={quantity}
                    onInput={(event) => edit(at, { quantity: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <input
                    type="number"
                    min={0.01}
                    max={999999}
                    step={0.01}
                    required
                    aria-label={`${texts.share}, ${variant.title}`}
                    value={share}
                    onInput={(event) => edit(at, { share: event.currentTarget.value })}
                  />
                  <span class="facts"> {sum > 0 ? texts.percent(store.format.percent(Number(share) / sum)) : ''}</span>
                </td>
                <td>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={texts.remove(variant.title)}
                    onClick={() => change(parts.filter((_, n) => n !== at))}
                  >
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Search asking={asking} store={store}>
        {(variants) => (
          <ul class="ticks">
            {variants.map((variant) => (
              <li key={variant.id} class="check">
                <Variant variant={variant} store={store} />
                <button
                  type="button"
                  aria-label={texts.add(variant.title)}
                  disabled={parts.some((part) => part.variant.id === variant.id)}
                  onClick={() => change([...parts, { variant, quantity: '1', share: '1' }])}
                >
                  <Icon name="plus" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </Search>
    </>
  );
}

function Variant({ variant, store }: { readonly variant: VariantView; readonly store: Store }) {
  const { texts } = store.words;
  const facts = [variant.sku && texts.sku(variant.sku), variant.barcode && texts.barcode(variant.barcode)].filter(Boolean);
  return (
    <span class="grow">
      {variant.title || variant.id} <span class="facts">{facts.join(' · ')}</span>
    </span>
  );
}

interface SearchProps {
  readonly asking: FieldProps['asking'];
  readonly store: Store;
  readonly children: (variants: readonly VariantView[]) => preact.JSX.Element;
}
/** The search box. Begins with what the case names: its candidates, else what its GTIN, its SKU or its title finds. */
function Search({ asking, store, children }: SearchProps) {
  const { texts } = store.words;
  const { detail, cases, suggestions } = asking;
  const key = cases[0]?.key ?? '';
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly VariantView[] | 'asking' | { readonly failed: string } | null>(null);
  const look = async (texts: readonly string[]): Promise<void> => {
    setFound('asking');
    try {
      let variants: readonly VariantView[] = [];
      for (const one of texts) {
        setText(one);
        variants = await store.client.get<readonly VariantView[]>('variants', { key, text: one });
        if (variants.length > 0) break;
      }
      setFound(variants);
    } catch (error) {
      setFound({ failed: error instanceof Error ? error.message : String(error) });
    }
  };
  useEffect(() => {
    if (suggestions.length > 0) return setFound(suggestions.map(candidate));
    const named = [detail.gtin, detail.sku, detail.title].filter((one): one is string => typeof one === 'string' && one !== '');
    if (named.length > 0) void look([...new Set(named)]);
  }, []);
  const search = () => {
    if (text.trim() !== '') void look([text.trim()]);
  };
  return (
    <div class="field">
      <label for="search">{texts.searchVariants}</label>
      <div class="beside">
        <input
          id="search"
          type="search"
          maxLength={200}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            search();
          }}
        />
        <button type="button" disabled={found === 'asking'} onClick={search}>
          {texts.search}
        </button>
      </div>
      <div aria-live="polite">
        {found === 'asking' ? (
          <p class="facts">{texts.loading}</p>
        ) : found !== null && 'failed' in found ? (
          <p class="problem">{found.failed}</p>
        ) : found?.length === 0 ? (
          <p class="facts">{texts.nothingFound}</p>
        ) : (
          found && children(found)
        )}
      </div>
    </div>
  );
}
/** A candidate that the case names: its id and, after a space, its title. */
function candidate(text: string): VariantView {
  const [id = text] = text.split(' ', 1);
  return { id, title: text.slice(id.length + 1) };
}
