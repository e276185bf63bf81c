/** Mutants that no test can tell from the original, or that none is meant to: each with the reason. */
export const survivors: Readonly<Record<string, string>> = {};
