import * as assert from 'uvu/assert';

/** A line of `--log json`, as it was read back. */
export type ReadLine = Readonly<Record<string, unknown>> & { readonly type: string };

/** The keys of each type of line: those that are always there, and those that may be. */
const forms: Readonly<
  Record<string, { readonly always: readonly string[]; readonly maybe?: readonly string[] }>
> = {
  state: { always: ['connection', 'state', 'previous', 'reason'] },
  console: { always: ['node', 'level', 'value'] },
  error: { always: ['code', 'message'], maybe: ['connection', 'namespace', 'node'] },
  dropped: { always: ['connection', 'eventName', 'reason'] },
  summary: { always: ['connections', 'runs', 'steps'] },
};

/**
 * Reads what `--log json` has written, and holds every line of it against the specification: nothing but JSON, the keys
 * of its type and no others, and a summary as the last line and only there.
 */
export function readLog(stdout: string): ReadLine[] {
  assert.ok(stdout.endsWith('\n'), `the last line is complete: ${stdout.slice(-200)}`);
  const lines = stdout.slice(0, -1).split('\n').map(readLine);
  assert.is(lines.at(-1)?.type, 'summary', 'the last line is the summary');
  assert.is(lines.filter(({ type }) => type === 'summary').length, 1, 'there is one summary');
  return lines;
}

function readLine(text: string): ReadLine {
  // JSON.parse throws for anything else, which is just what the test is to do.
  const line = JSON.parse(text) as ReadLine;
  const { time, type, ...rest } = line;
  const form = forms[type];
  if (form === undefined) throw new Error(`No such type of line: ${text}`);
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, text);
  const keys = Object.keys(rest);
  for (const key of form.always) assert.ok(keys.includes(key), `${key} is missing in ${text}`);
  for (const key of keys)
    assert.ok([...form.always, ...(form.maybe ?? [])].includes(key), `${key} is too much in ${text}`);
  if (type === 'summary') checkSummary(line, text);
  else for (const key of keys) if (key !== 'value') assert.type(line[key], 'string', `${key} in ${text}`);
  return line;
}

function checkSummary({ connections, runs, steps }: ReadLine, text: string): void {
  assert.type(runs, 'number', text);
  assert.type(steps, 'number', text);
  if (!Array.isArray(connections)) throw new Error(`No connections in ${text}`);
  for (const connection of connections as Record<string, unknown>[]) {
    assert.equal(Object.keys(connection), ['connection', 'received', 'sent', 'reconnects'], text);
  }
}

/** The states that a connection has gone through, in order. */
export function statesOf(lines: readonly ReadLine[], connection: string): unknown[] {
  return lines
    .filter((line) => line.type === 'state' && line['connection'] === connection)
    .map(({ state }) => state);
}

/** What a console node has said, in order. */
export function valuesOf(lines: readonly ReadLine[], node: string): unknown[] {
  return lines.filter((line) => line.type === 'console' && line['node'] === node).map(({ value }) => value);
}
