/** Binary values as Socket.IO sends them: apart from the JSON. */
function isBinary(value: object): boolean {
  return (
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    (typeof Blob === 'function' && value instanceof Blob)
  );
}

/** Whether there is something binary anywhere in a value that is to be sent. */
export function hasBinary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isBinary(value)) return true;
  if (Array.isArray(value)) return value.some(hasBinary);
  if ('toJSON' in value && typeof value.toJSON === 'function') return hasBinary(value.toJSON());
  return Object.values(value).some(hasBinary);
}
