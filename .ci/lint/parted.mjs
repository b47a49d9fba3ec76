/**
 * Parts a source into its code and its comments, so that a rule finds what it is about: a message that names `Date.now` is no call.
 * The contents of strings are in neither. Length and line breaks stay, so positions in both are positions in the source.
 */
export function parted(source) {
  const out = source.split('');
  const said = out.map((character) => (character === '\n' ? '\n' : ' '));
  const erase = (from, to) => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  const braces = [];
  let at = 0;
  let before = '';
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    const one = source[at];
    if (two === '//') at = comment(at, endOf(source, '\n', at));
    else if (two === '/*') at = comment(at, endOf(source, '*/', at + 2) + 2);
    else if (one === "'" || one === '"') at = quoted(at, one);
    else if (one === '`') at = template(at + 1);
    else if (one === '/' && beginsPattern(before)) at = pattern(at);
    else if (one === '}' && braces.length && braces.at(-1) === 0) {
      braces.pop();
      at = template(at + 1);
    } else {
      if (braces.length && one === '{') braces[braces.length - 1]++;
      if (braces.length && one === '}') braces[braces.length - 1]--;
      before = (before + one).slice(-12);
      at++;
    }
  }
  return { code: out.join(''), comments: said.join('') };

  function comment(from, to) {
    for (let i = from; i < to && i < source.length; i++) said[i] = source[i];
    erase(from, to);
    return to;
  }
  function quoted(from, quote) {
    let i = from + 1;
    while (i < source.length && source[i] !== quote && source[i] !== '\n') i += source[i] === '\\' ? 2 : 1;
    erase(from + 1, i);
    before = quote;
    return i + 1;
  }
  /** From inside a template literal to its end, or to the code of its next `${`. */
  function template(from) {
    let i = from;
    while (i < source.length && source[i] !== '`' && source.slice(i, i + 2) !== '${') i += source[i] === '\\' ? 2 : 1;
    erase(from, i);
    if (source[i] !== '$') {
      before = '`';
      return i + 1;
    }
    braces.push(0);
    before = '{';
    return i + 2;
  }
  function pattern(from) {
    let i = from + 1;
    let inClass = false;
    while (i < source.length && source[i] !== '\n' && (inClass || source[i] !== '/')) {
      if (source[i] === '\\') i++;
      else if (source[i] === '[') inClass = true;
      else if (source[i] === ']') inClass = false;
      i++;
    }
    erase(from + 1, i);
    before = ')';
    return i + 1;
  }
}

/** A slash after a value divides; anywhere else it begins a regular expression. */
const beginsPattern = (before) => {
  const code = before.trimEnd();
  return code === '' || /[(,=:[!&|?{};+*%~^<>-]$/.test(code) || /\b(return|typeof|case|in|of|await)$/.test(code);
};

const endOf = (source, mark, from) => {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
};

/** Line of a position, counted from 1. */
export const lineOf = (source, at) => source.slice(0, at).split('\n').length;
