/**
 * JSON whose decimals survive. `JSON.parse` reads every number through a double, which turns 9007199254740993.01 into
 * 9007199254740992. Here every number that has a fraction, an exponent or more than 15 digits arrives as the text the
 * sender wrote; short integers stay numbers. Schemas that read amounts take both (`decimalText`).
 */

// A string is matched first so that digits inside one are never taken for a number.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SHORT_INTEGER = /^-?\d{1,15}$/;

/** Reads JSON text; fractions, exponents and long integers become strings with their own digits. Throws SyntaxError. */
export function readJson(text: string): unknown {
  return JSON.parse(
    text.replace(STRING_OR_NUMBER, (token) => (token[0] === '"' || SHORT_INTEGER.test(token) ? token : `"${token}"`)),
  );
}
