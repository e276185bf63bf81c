/**
 * Has it told when something that a listener has returned fails later: an asynchronous one does not throw, it returns a
 * promise that is rejected, and where nobody hears of that a program may end.
 */
export function whenRejected(outcome: unknown, tell: (error: unknown) => void): void {
  if (typeof outcome !== 'object' || outcome === null || !('then' in outcome)) return;
  Promise.resolve(outcome).catch(tell);
}
