/**
 * Asks again and again until it holds, for 30 s: for what others do without telling. It leaves the processor to them in
 * between.
 */
export async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It never came to be that ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
