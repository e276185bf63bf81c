import { InvalidArgumentError } from 'commander';

/** Beyond it, a timer of JavaScript fires at once. */
const longestDelay = 2 ** 31 - 1;

/** Reads an option that takes seconds, also parts of them. */
export const secondsOf =
  (option: string) =>
  (text: string): number => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    const most = Math.floor(longestDelay / 1000);
    if (Number.isNaN(value) || value > most)
      throw new InvalidArgumentError(`Give seconds, from 0 to ${most}: ${option} 10.`);
    return value;
  };

/** Reads `--for`. */
export const seconds = secondsOf('--for');

/** Reads a whole number that is not negative. */
export function wholeNumber(text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value > longestDelay)
    throw new InvalidArgumentError(`Give a whole number, from 0 to ${longestDelay}.`);
  return value;
}

/** Reads the port of `--inspect`; true for any that is free, where none is given. */
export function port(text: string): number | true {
  if (text === '') return true;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value > 65_535)
    throw new InvalidArgumentError('Give a port from 0 to 65535, for example 4300.');
  return value;
}

/** Reads one `--set NAME=VALUE` more; the value may hold anything, also further `=`. */
export function setting(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give a name and a value: --set limit=80.');
  return new Map(before).set(text.slice(0, at), text.slice(at + 1));
}

/** Reads one of an option that can be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
