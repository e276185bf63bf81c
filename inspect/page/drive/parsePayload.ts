/** What a form's text means, or why it means nothing. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/** Reads the fields of an event: a JSON object, or nothing. Its `type` is given apart. */
export function parseEvent(
  type: string,
  text: string,
): Parsed<{ readonly type: string; readonly [key: string]: unknown }> {
  const name = type.trim();
  if (name === '' || name.includes('*')) return { ok: false, problem: 'Give the type of the event.' };
  if (text.trim() === '') return { ok: true, value: { type: name } };
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) {
    return { ok: false, problem: 'The payload is a JSON object, such as {"amount": 3}.' };
  }
  return { ok: true, value: { ...parsed.value, type: name } };
}

/** Reads the arguments of a message: JSON values, one after the other; several in an array are one argument. */
export function parseArguments(text: string): Parsed<readonly unknown[]> {
  if (text.trim() === '') return { ok: true, value: [] };
  const single = parseJson(text);
  if (single.ok) return { ok: true, value: [single.value] };
  // `"a", 2` is a list without its brackets.
  const list = parseJson(`[${text}]`);
  return list.ok && Array.isArray(list.value) ? { ok: true, value: list.value } : single;
}

function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
