/** Bytes, in whichever form they came. */
export type Binary = ArrayBufferView | ArrayBuffer;

/** Whether a value is bytes. */
export function isBinary(value: unknown): value is Binary {
  return (
    typeof value === 'object' && value !== null && (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
  );
}

/** The bytes themselves; nothing is copied. */
export function bytesOf(value: Binary): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

/** Bytes as text: JSON has no other form for them that anyone could read back. */
export function toBase64(value: Binary): string {
  const { buffer, byteOffset, byteLength } = bytesOf(value);
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
