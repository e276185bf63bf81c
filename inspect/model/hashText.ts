/**
 * A hash of 64 bits as 16 hexadecimal digits: for telling contents apart, not for security. Two rounds of FNV-1a with
 * different starts, the second over the text backwards.
 */
export function hashText(text: string): string {
  let forward = 0x811c9dc5;
  let backward = 0x1b873593;
  for (let index = 0, last = text.length - 1; index <= last; index += 1) {
    forward = Math.imul(forward ^ text.charCodeAt(index), 0x01000193);
    backward = Math.imul(backward ^ text.charCodeAt(last - index), 0x01000193);
  }
  return hex(forward) + hex(backward);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
