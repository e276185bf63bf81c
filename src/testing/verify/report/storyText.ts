import type { VerifyFailure } from '../VerifyReport.ts';

/** A failure as plain text. */
export function storyText({ findings, story }: VerifyFailure, replay: string): string {
  const steps = story.map(({ step, expected, happened, isGood }, index) =>
    isGood
      ? `  ${index + 1}. ${step} → ${happened}`
      : `  ${index + 1}. ${step}\n       expected: ${expected}\n       happened: ${happened}`,
  );
  const found = findings.map(
    ({ message, advice, rule }) => `${message}\n  rule: ${rule}\n  look at: ${advice}`,
  );
  return `${found.join('\n')}\n\nWhat happened:\n${steps.join('\n')}\n\nAgain: ${replay}\n`;
}
