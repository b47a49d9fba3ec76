/** A promise that others settle. Rejected while nobody waits, it is no unhandled rejection: whoever asks later is told. */
export interface Promised<T> {
  readonly promise: Promise<T>;
  readonly settled: boolean;
  resolve(value: T): void;
  reject(error: Error): void;
}
export function promised<T>(): Promised<T> {
  let settle: Pick<Promised<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined);
  const state = {
    promise,
    settled: false,
    resolve(value: T) {
      state.settled = true;
      settle?.resolve(value);
    },
    reject(error: Error) {
      state.settled = true;
      settle?.reject(error);
    },
  };
  return state;
}
