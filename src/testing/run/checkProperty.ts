import fc from 'fast-check';
import type { SearchOptions } from './SearchOptions.ts';

/**
 * Has fast-check look for what breaks a property.
 *
 * @throws {RangeError} (a rejection) where the path leads nowhere
 */
export async function checkProperty<Values>(
  property: fc.IAsyncProperty<Values>,
  {
    runs = 100,
    seed,
    path = '',
    time,
    endOnFailure = false,
  }: Pick<SearchOptions, 'runs' | 'seed' | 'path' | 'time'> & {
    /** Whether the first failure is not to be shrunk. @default false */
    readonly endOnFailure?: boolean;
  },
): Promise<fc.RunDetails<Values>> {
  try {
    return await fc.check(property, {
      numRuns: runs,
      endOnFailure,
      ...(seed !== undefined && { seed }),
      ...(path !== '' && { path }),
      ...(time !== undefined && { interruptAfterTimeLimit: time }),
    });
  } catch (error) {
    // What a sequence throws is in the details: here is only what fast-check says of its own options.
    if (path === '') throw error;
    throw new RangeError(
      `The path ${path} leads nowhere: it goes with the seed, and with all other options, of the report that has it.`,
      { cause: error },
    );
  }
}
