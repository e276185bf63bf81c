/** Values looked at, at most: beyond them the rest is taken to be like what was seen. */
const mostLooks = 500;

/**
 * About how many bytes a payload takes, in a bounded time: exact for the lengths of strings and binaries, a guess for the
 * rest. For telling large from small. Never throws.
 */
export function roughSize(value: unknown): number {
  const open: unknown[] = [value];
  let looks = 0;
  let bytes = 0;
  try {
    while (open.length > 0 && looks < mostLooks) {
      looks += 1;
      const next = open.pop();
      if (typeof next === 'string') bytes += next.length + 2;
      else if (typeof next !== 'object' || next === null) bytes += 5;
      else if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) bytes += next.byteLength;
      else bytes += openUp(next, open);
    }
  } catch {
    // A proxy's trap: what was counted so far stands.
  }
  return looks === mostLooks ? Math.round((bytes / looks) * (looks + open.length)) : bytes;
}

function openUp(value: object, open: unknown[]): number {
  if (Array.isArray(value)) {
    // The same number of looks for a long array as for a short one; the rest is estimated by them.
    const shown: unknown[] = value.slice(0, mostLooks);
    open.push(...shown);
    return value.length + 2 + (value.length - shown.length) * 8;
  }
  let bytes = 2;
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    bytes += key.length + 4;
    open.push(descriptor.value);
  }
  return bytes;
}
