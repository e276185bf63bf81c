const mostNodes = 300;

/** About how many bytes a value takes, from its first few hundred parts: for bounds, not for accounts. */
export function roughSize(value: unknown): number {
  let size = 0;
  let nodes = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && nodes < mostNodes) {
    const next = open.pop();
    nodes += 1;
    if (typeof next === 'string') size += 20 + next.length;
    else if (Array.isArray(next)) {
      size += 16 + next.length * 8;
      for (const item of next.slice(0, mostNodes)) open.push(item);
    } else if (typeof next === 'object' && next !== null) {
      size += 24;
      for (const item of Object.values(next)) {
        size += 8;
        open.push(item);
      }
    } else size += 8;
  }
  return size + open.length * 20;
}
