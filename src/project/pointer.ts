/** Longer names are cut in pointers: a name of megabytes would be repeated in every finding below it. */
const longestSegment = 200;

/**
 * The JSON pointer (RFC 6901) of a part of what another pointer names. A name of more than 200 characters is cut,
 * with an ellipsis.
 *
 * @example
 * childPointer('/logic/nodes', 3); // '/logic/nodes/3'
 * childPointer('/settings', 'a/b'); // '/settings/a~1b'
 */
export function childPointer(pointer: string, ...segments: readonly (string | number)[]): string {
  let result = pointer;
  for (const segment of segments) result += `/${escapeSegment(String(segment))}`;
  return result;
}

/** The names and indices of a JSON pointer, unescaped. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a pointer names in a document; `undefined` where there is nothing. Own properties only. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of pointerSegments(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (Object.getOwnPropertyDescriptor(value, segment) ?? {}).value;
  }
  return value;
}

function escapeSegment(segment: string): string {
  const cut = segment.length > longestSegment ? `${segment.slice(0, longestSegment)}…` : segment;
  return cut.includes('~') || cut.includes('/') ? cut.replaceAll('~', '~0').replaceAll('/', '~1') : cut;
}
