import type { Guards } from '#libs/read-store';

/**
 * The guards to store with a put, or undefined when it must be left out: none of its guards is newer than the
 * stored document's, or one is older. A stream that the put does not name keeps its guard, so that a late
 * writer of that stream is still recognised.
 */
export function advance(stored: Guards, offered: Guards): Guards | undefined {
  let newer = false;
  for (const [stream, version] of Object.entries(offered)) {
    const before = Object.hasOwn(stored, stream) ? stored[stream]! : 0;
    if (version < before) return undefined;
    if (version > before) newer = true;
  }
  return newer ? { ...stored, ...offered } : undefined;
}
