import { evidenceOf } from './evidenceOf.ts';
import type { FailureEvidence } from './FailureEvidence.ts';
import type { EngineV2 } from './libraryV2.ts';

/** Reads what socket.io-client 2 reports of a failed attempt; what it forgets is still in its last request. */
export function evidenceOfV2(failure: unknown, engine: EngineV2 | undefined): FailureEvidence {
  const request = engine?.transport?.pollXhr?.xhr;
  if (typeof request !== 'object' || request === null) return evidenceOf(failure);
  const { status, responseText, statusText } = request as Record<string, unknown>;
  // The emulation of XMLHttpRequest in Node.js puts the error where the status belongs.
  if (statusText instanceof Error) return { error: statusText };
  // The beginning is right, the rest is not: no matter of the protocol's version.
  if (status === 200 && typeof responseText === 'string' && /^\d+:0\{/.test(responseText))
    return { isForeign: true };
  if (typeof status === 'number' && status > 0)
    return { status, ...(typeof responseText === 'string' && { body: responseText }) };
  return evidenceOf(failure);
}
