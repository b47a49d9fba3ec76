/** Freezes what is stored and shared, so that neither side can change it. Stops where it was frozen before. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const name in value) frozen(value[name]);
  return value;
}
