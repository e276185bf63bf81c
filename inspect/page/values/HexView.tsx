import type { ReactNode } from 'react';

const perLine = 8;

/** Bytes in lines of eight: where they stand, their digits, their characters. */
export function HexView({ hex, bytes }: { readonly hex: string; readonly bytes: number }): ReactNode {
  const shown = hex.length / 2;
  const lines: string[] = [];
  for (let at = 0; at < shown; at += perLine) {
    const part = hex.slice(at * 2, (at + perLine) * 2).match(/../g) ?? [];
    const digits = part.join(' ').padEnd(perLine * 3 - 1);
    const characters = part.map((digit) => printable(Number.parseInt(digit, 16))).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${digits}  ${characters}`);
  }
  return (
    <div className="hex">
      <pre aria-label={`${bytes} bytes`}>{lines.join('\n')}</pre>
      {bytes > shown && (
        <p className="faint">
          The first {shown} of {bytes} bytes.
        </p>
      )}
    </div>
  );
}

function printable(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
}
