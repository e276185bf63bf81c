// A thousand findings must not each compare a hundred thousand names: so many are looked at, and so much work is done
// (in steps of the innermost loop) for one finding.
const mostCandidates = 1000;
const mostSteps = 40_000;
/** Names longer than this are no names that someone mistyped. */
const longestName = 80;
const mostSuggestions = 3;
const mostMistakes = 4;

/**
 * The known names that are near to one that is not known: the nearest first, three at most. Case counts little; a
 * swap of two letters counts as one mistake; the start of a name finds it.
 *
 * @example
 * suggest('reconectionDelay', ['reconnectionDelay', 'retries']); // ['reconnectionDelay']
 */
export function suggest(wanted: string, known: Iterable<string>): string[] {
  if (wanted === '' || wanted.length > longestName) return [];
  const lower = wanted.toLowerCase();
  const mistakes = allowedMistakes(wanted);
  const found: { readonly name: string; readonly distance: number }[] = [];
  let looked = 0;
  steps = 0;
  for (const name of known) {
    looked += 1;
    if (looked > mostCandidates || steps > mostSteps) break;
    if (name === wanted || name === '' || name.length > longestName) continue;
    const distance = nearness(lower, name.toLowerCase(), mistakes);
    if (distance <= mistakes) found.push({ name, distance });
  }
  return found
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostSuggestions)
    .map(({ name }) => name);
}

/**
 * The sentence for a message's end: ` Did you mean "a" or "b"?`, or nothing.
 *
 * @example
 * `No connection is named "dmo".${didYouMean(suggest('dmo', names))}`;
 */
export function didYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return '';
  const quoted = suggestions.map((name) => JSON.stringify(name));
  const last = quoted.pop() ?? '';
  return ` Did you mean ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}?`;
}

/** A third of the letters may be wrong: more than that makes another word of it. */
function allowedMistakes(name: string): number {
  return Math.min(mostMistakes, Math.max(1, Math.floor(name.length / 3)));
}

function nearness(wanted: string, name: string, limit: number): number {
  const whole = editDistance(wanted, name, limit);
  // The start of a name, and a name without its family or with a wrong one ("onRecieve", "event/onReceive" for
  // "socketio/onReceive"), are near whatever their length.
  if (wanted.length >= 3 && name.startsWith(wanted)) return Math.min(whole, limit);
  const family = name.lastIndexOf('/');
  if (family <= 0) return whole;
  const tail = wanted.slice(wanted.lastIndexOf('/') + 1);
  const ofTail = allowedMistakes(tail);
  return editDistance(tail, name.slice(family + 1), ofTail) <= ofTail ? Math.min(whole, limit) : whole;
}

// Rows of the table below, used again and again: a thousand findings each compare a thousand names.
let beforePrevious = new Uint8Array(longestName + 1);
let previous = new Uint8Array(longestName + 1);
let current = new Uint8Array(longestName + 1);
/** Steps taken for the finding at hand. */
let steps = 0;

/** Letters to insert, delete, replace or swap (optimal string alignment); any number over the limit if it is over it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  // What both have at their beginning and end costs nothing.
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  const longest = Math.min(a.length, b.length) - start;
  while (end < longest && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end += 1;
  const rows = a.length - start - end;
  const columns = b.length - start - end;
  for (let column = 0; column <= columns; column += 1) previous[column] = column;
  let bestBefore = 0;
  for (let row = 1; row <= rows; row += 1) {
    const letter = a.charCodeAt(start + row - 1);
    let best = row;
    let left = row;
    steps += columns;
    current[0] = row;
    for (let column = 1; column <= columns; column += 1) {
      const other = b.charCodeAt(start + column - 1);
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        left + 1,
        (previous[column - 1] ?? 0) + (letter === other ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        letter === b.charCodeAt(start + column - 2) &&
        a.charCodeAt(start + row - 2) === other
      ) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current[column] = cost;
      left = cost;
      if (cost < best) best = cost;
    }
    // A swap reaches back two rows, so a row over the limit is only final if the one before was over it too.
    if (best > limit && bestBefore > limit) return limit + 1;
    bestBefore = best;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return previous[columns] ?? limit + 1;
}
