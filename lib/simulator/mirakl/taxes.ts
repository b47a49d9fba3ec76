/** The taxes of a refund or a cancelation: told where the rule of the tax is NONE, computed where it is proportional (CONTRACT §4, OR28). */
import { decimalsOf } from '../../model/money';
import { type Exact, type ExactObject, isDecimal, isObject, objectsOf, sumOf, textOf } from '../exact';
import { isMore, less, shareOf } from './amounts';
import { amountIn, type Tax } from './order';
import { datatype, Refusal, type TaxMode } from './refusal';

/** What was told; null where nothing was. Amounts may be numbers or, as in the vendor's own sample, text. */
export function sentTaxes(given: Exact | undefined, at: string, currency: string, mayNotSend: boolean): Tax[] | null {
  if (given === undefined || given === null) return null;
  if (mayNotSend) throw new Refusal(`Error with field ${at}. It must not be provided with order level taxes in TAX_EXCLUDED.`);
  if (!Array.isArray(given)) throw datatype(at);
  return given.map((tax, index) => {
    const code = isObject(tax) ? tax.code : undefined;
    const amount = isObject(tax) ? textOf(tax.amount) : null;
    if (typeof code !== 'string' || amount === null || !isDecimal(amount)) throw datatype(`${at}[${index}]`);
    const exact = sumOf([amount], currency);
    if (exact.startsWith('-') || (exact.split('.')[1] ?? '').length > decimalsOf(currency))
      throw new Refusal(`Error with field ${at}[${index}].amount. It is no amount in ${currency}.`);
    return { code, amount: exact };
  });
}

export interface TaxQuestion {
  readonly line: ExactObject;
  readonly field: 'taxes' | 'shipping_taxes';
  /** The line's price, or its shipping price, in the order's own mode. */
  readonly price: string;
  /** The part of it that is claimed, in the request's mode. */
  readonly told: string;
  readonly sent: readonly Tax[] | null;
  /** What is left of each tax. */
  readonly left: readonly Tax[];
  readonly mode: TaxMode;
  readonly own: TaxMode;
  readonly currency: string;
  readonly at: string;
}

/** The taxes that go with a claim. Throws Refusal where one is missing, unknown, or more than is left. */
export function claimedTaxes({ line, field, price, told, sent, left, mode, own, currency, at }: TaxQuestion): Tax[] {
  const taxes = objectsOf(line[field]);
  const unknown = sent?.find((tax) => !taxes.some((one) => textOf(one.code) === tax.code));
  if (unknown) throw new Refusal(`The tax with code '${unknown.code}' does not exist on the order line (${at}.${field})`);
  if (sent && new Set(sent.map((tax) => tax.code)).size < sent.length)
    throw new Refusal(`Error with field ${at}.${field}. A tax is given more than once.`);
  const allTax = sumOf(
    taxes.map((tax) => amountIn(tax, 'amount')),
    currency,
  );
  // The price that the claimed part is a part of, in the request's mode.
  const whole = mode === own ? price : own === 'TAX_INCLUDED' ? less(price, allTax, currency) : sumOf([price, allTax], currency);
  return taxes.map((tax) => {
    const code = textOf(tax.code) ?? '';
    const rate = textOf(tax.rate);
    const rest = left.find((one) => one.code === code)?.amount ?? '0';
    const named = (amount: string): Tax => ({ code, amount, ...(rate === null ? {} : { rate }) });
    if (tax.tax_calculation_rule !== 'NONE') {
      const share = shareOf(amountIn(tax, 'amount'), told, whole, currency);
      return named(isMore(share, rest) ? rest : share);
    }
    if (sent === null && isMore(told, '0'))
      throw new Refusal(`Error with field ${at}.${field}. It is required because the order has taxes.`);
    const amount = sent?.find((one) => one.code === code)?.amount ?? sumOf([], currency);
    if (isMore(amount, rest)) throw new Refusal(`The tax '${code}' exceeds what is left of it (${rest} ${currency})`);
    return named(amount);
  });
}
