import { connectionModel } from '../model/connectionModel.ts';
import { isNamespaceName } from '../../../machines/namespaceName.ts';
import type { SearchOptions } from './SearchOptions.ts';
import type { Shared } from './shareOut.ts';

/**
 * Refuses what could not be searched, or would be no search: it must not pass for one that has found nothing.
 *
 * @throws {RangeError} naming the option and what it takes
 * @throws {ConnectionError} `invalid-configuration`
 */
export function checkSearch({ config, namespaces, time, ...options }: SearchOptions & Shared): void {
  for (const option of ['runs', 'maxSteps', 'processes'] as const)
    checkNumber(
      option,
      options[option],
      'a whole number from 1',
      (value) => Number.isInteger(value) && value >= 1,
    );
  checkNumber('seed', options.seed, 'a whole number', Number.isInteger);
  checkNumber('time', time, 'a number of ms above 0', (value) => value > 0);
  const areNames =
    namespaces === undefined || (Array.isArray(namespaces) && namespaces.every(isNamespaceName));
  if (!areNames || namespaces?.length === 0)
    throw new RangeError('`namespaces` takes names of namespaces, such as "/": at least one.');
  connectionModel({ ...(config && { config }) });
}

function checkNumber(
  option: string,
  value: number | undefined,
  takes: string,
  isGood: (value: number) => boolean,
): void {
  if (value === undefined || isGood(value)) return;
  throw new RangeError(`\`${option}\` takes ${takes}, and was given ${value}.`);
}
