/** The body of an answer: what its JSON says, or the text where it is none. */
export function parsedBody(body: string | undefined): unknown {
  if (body === undefined || body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
