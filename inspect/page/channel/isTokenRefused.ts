/** Whether an inspector answers, and does not know the token. Why a WebSocket was refused, browsers do not say. */
export async function isTokenRefused(url: string, token: string | null): Promise<boolean> {
  try {
    const query = token === null ? '' : `?token=${encodeURIComponent(token)}`;
    const { status } = await fetch(`${url}/api/actors${query}`, { method: 'HEAD', cache: 'no-store' });
    return status === 401;
  } catch {
    // Nobody answers.
    return false;
  }
}
