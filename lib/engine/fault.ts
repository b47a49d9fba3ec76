import { redact } from '../transport/redact';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
/** What an error of our own code, or an answer that it cannot read, says to whoever mends it: no person, no path of this machine. */
export function faultOf(error: unknown): { readonly text: string; readonly where: string | null } {
  if (!(error instanceof Error)) return { text: redact(String(error)), where: null };
  const where = /\bat (?:async )?(?:[\w.#<>]+\.)?([\w#<>]+) \(.*?\b((?:lib|nodes)\/[\w./-]+:\d+)/.exec(error.stack ?? '');
  return { text: textOf(error), where: where ? `${where[1]} (${where[2]})` : null };
}
function textOf(error: Error): string {
  const { issues } = error as { readonly issues?: readonly Issue[] };
  const [issue] = error.name.endsWith('ZodError') && issues ? issues : [];
  if (issue) return `an answer cannot be read at ${issue.path.map(String).join('.') || 'its top'}: ${redact(issue.message)}`;
  // What could not be parsed is quoted in the message, and may name anybody.
  const message = error instanceof SyntaxError ? error.message.replace(/"[^"]*"?/g, '"…"') : error.message;
  return `${error.name}: ${redact(message)}`;
}
