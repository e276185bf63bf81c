import type { FailureEvidence } from './FailureEvidence.ts';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const isOffline = (): boolean => {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  return isRecord(navigator) && navigator['onLine'] === false;
};

/** Browsers keep to themselves why a request failed. */
export function unexplainedError(): Error {
  return isOffline()
    ? Object.assign(new Error('the browser is offline'), { code: 'ENETDOWN' })
    : new Error('the browser does not tell why; the server may be away, or not allow this origin');
}

/** What `ws` says when nobody takes the answer itself. */
const unexpectedAnswer = /^Unexpected server response: (\d{3})$/;

function evidenceOfError(error: Error): FailureEvidence {
  const status = unexpectedAnswer.exec(error.message)?.[1];
  return status === undefined ? { error } : { status: Number(status) };
}

/** Reads what the client libraries report of a failed attempt, in Node.js and in browsers. */
export function evidenceOf(failure: unknown): FailureEvidence {
  if (!isRecord(failure)) return { error: new Error(String(failure)) };
  const { context, description, code } = failure;
  // Our own transports hand over the evidence itself; a browser's XMLHttpRequest looks alike.
  if (isRecord(context)) {
    if (context['error'] instanceof Error) return evidenceOfError(context['error']);
    const { status, body, responseText, location } = context;
    if (typeof status === 'number' && status > 0) {
      const text = body ?? responseText;
      return {
        status,
        ...(typeof text === 'string' && { body: text }),
        ...(typeof location === 'string' && { location }),
      };
    }
    return { error: unexplainedError() };
  }
  // A packet that cannot be: the library says so with a code of its own.
  if (code === 'parser error') return { isForeign: true };
  if (isRecord(description)) {
    if (description['error'] instanceof Error) return evidenceOfError(description['error']);
    return { error: unexplainedError() };
  }
  if (typeof description === 'number' && description > 0) return { status: description };
  if (failure instanceof Error) return evidenceOfError(failure);
  return { error: unexplainedError() };
}
