import { scrubStart } from './scrubText.ts';

/** What a machine says of one of its states or transitions. */
export function descriptionOf(said: unknown): string | null {
  return typeof said === 'string' ? scrubStart(said, 2000) : null;
}
