/** The command line of `npm start`. */
import { parseArgs } from 'node:util';

export interface Options {
  /** How many of the simulated world's milliseconds pass in a real one; undefined: as the flow says. */
  readonly pace: number | undefined;
  /** Undefined: the usual one if it is free, else any free one. */
  readonly port: number | undefined;
  readonly userDir: string | undefined;
  readonly seed: number;
  readonly job: Job;
}
export type Job =
  | { readonly is: 'show' }
  | { readonly is: 'once'; readonly orders: number }
  | { readonly is: 'inputs'; readonly paths: readonly string[]; readonly unknownSkus: readonly string[] };

export const help = `Usage: npm start -- [options]

Without options: Node-RED with an example flow, a simulated marketplace and a simulated
Shopify store, on this machine alone. It prints the address to open. Ctrl+C ends it.

  --pace N           the simulated world runs N times as fast as yours (default: 60)
  --port N           port to listen on (default: 1890 if it is free, else any free one)
  --user-dir FOLDER  Node-RED's user directory, where your changes to the flow are kept
                     (default: .order-lifecycle in your home)
  --once N           carry N orders through their whole life with faults on, print a
                     judgement as JSON, and end
  --seed N           with --once: which buyers, which faults (default: 1)
  --once --input F   run the orders of F, a vendor's answer (Mirakl OR11) or a folder of
                     such files, print what became of each, and end; may be repeated
  --unknown SKU      with --input: Shopify does not know this SKU; may be repeated
  --help             this text

With --once, Node-RED's user directory is a temporary one unless you name one.
The exit code is 0 where the run is clean, 1 where it is not, 2 where an option is wrong.
`;

/** An option that cannot be used; the text says which and what it takes. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Reads the arguments after the program's name. 'help' where that was asked for. Throws Usage. */
export function optionsOf(given: readonly string[]): Options | 'help' {
  const { values, positionals } = parsed(given);
  if (values.help) return 'help';
  const seed = number('seed', values.seed, 0, 2 ** 32 - 1);
  const inputs = values.input ?? [];
  const unknownSkus = values.unknown ?? [];
  const [orders, ...rest] = positionals;
  if (orders !== undefined && !values.once) throw new Usage(`"${orders}" is no option. A number of orders follows --once.`);
  if (rest.length > 0) throw new Usage(`"${rest.join(' ')}" is no option.`);
  if (inputs.length > 0 && !values.once) throw new Usage('--input goes with --once: npm start -- --once --input FILE');
  if (inputs.length > 0 && orders !== undefined) throw new Usage('--once takes a number of orders or --input, not both.');
  if (unknownSkus.length > 0 && inputs.length === 0) throw new Usage('--unknown goes with --input.');
  if (seed !== undefined && (!values.once || inputs.length > 0))
    throw new Usage('--seed goes with --once and a number of orders.');
  return {
    pace: number('pace', values.pace, 1, 3_600, false),
    port: number('port', values.port, 0, 65_535),
    userDir: values['user-dir'],
    seed: seed ?? 1,
    job: job(values.once ?? false, orders, inputs, unknownSkus),
  };
}

function job(once: boolean, orders: string | undefined, paths: readonly string[], unknownSkus: readonly string[]): Job {
  if (!once) return { is: 'show' };
  if (paths.length > 0) return { is: 'inputs', paths, unknownSkus };
  const count = number('once', orders, 1, 100_000);
  if (count === undefined) throw new Usage('--once takes a number of orders (--once 200) or --input FILE.');
  return { is: 'once', orders: count };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        pace: { type: 'string' },
        port: { type: 'string' },
        'user-dir': { type: 'string' },
        once: { type: 'boolean' },
        seed: { type: 'string' },
        input: { type: 'string', multiple: true },
        unknown: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Beyond its first sentence Node's advice is for programs that take names which begin with a dash.
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new Usage(`${said.replace(/\.$/, '')}. "npm start -- --help" lists what there is.`);
  }
}

function number(name: string, text: string | undefined, least: number, most: number, whole = true): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most || (whole && !Number.isInteger(value)))
    throw new Usage(`--${name} takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}".`);
  return value;
}
