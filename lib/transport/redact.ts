/** What may not reach a log or a case: secrets and people, wherever a vendor quotes them back. */

/** In this order: what looks like a secret first, so that no part of one is left over as a number. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Values behind a name that says what they are: JSON, form, header or URL.
  [
    /((?:access[_-]?token|refresh[_-]?token|api[_-]?key|client[_-]?secret|x-shopify-access-token|authorization|password|secret|token)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)[^\s"'&,;}]+/gi,
    '$1[secret]',
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/\bshp(?:at|ca|pa|ss|ua)_[\w-]+/gi, '[secret]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[secret]'],
  [/(\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1[secret]@'],
  // Keys without a name: UUIDs (a Mirakl key is one) and long runs of letters and digits mixed.
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[secret]'],
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{32,}\b/gi, '[secret]'],
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[email]'],
  // A phone: a plus or a leading zero and at least seven digits, with the usual separators; or groups of digits with them.
  [/(?<![\w.-])(?:\+|00)\d(?:[\s()./-]{0,2}\d){6,14}(?![\w])/g, '[phone]'],
  [/(?<![\w.,-])\(?0\d{1,4}\)?(?:[\s./-]{1,2}\d{2,}){1,5}(?![\w])/g, '[phone]'],
  [/(?<![\w.,-])0\d{8,11}(?![\w])/g, '[phone]'],
  [/(?<![\w.,-])\(\d{3}\)\s?\d{3}[\s.-]\d{4}(?![\w])/g, '[phone]'],
  [/(?<![\w.,-])\d{3}[.-]\d{3}[.-]\d{4}(?![\w])/g, '[phone]'],
];
const LONGEST = 500;

/**
 * The text without tokens, keys, e-mail addresses and phone numbers, at most 500 characters. Order numbers, amounts,
 * SKUs and GTINs stay. `secrets`: values known to be secret, removed wherever they stand.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '[secret]');
  // Cut with room to spare before the patterns: a page of HTML is not worth matching whole.
  clean = clean.slice(0, LONGEST * 4);
  for (const [pattern, mark] of PATTERNS) clean = clean.replace(pattern, mark);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
