/**
 * Waits until something is so.
 *
 * @param what - names it in the error
 * @param patience - in ms
 * @throws {Error} (a rejection) where it is not so in time
 */
export async function eventually(what: string, isSo: () => boolean, patience = 5000): Promise<void> {
  const until = performance.now() + patience;
  while (!isSo()) {
    if (performance.now() > until) throw new Error(`there is not ${what}, after ${patience} ms`);
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}
