/** Waits for a goodbye, but not for longer than this: whoever does not answer finds out by itself. Throws what the goodbye throws in time. */
export async function atMost(ms: number, goodbye: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  try {
    await Promise.race([goodbye, late]);
  } finally {
    clearTimeout(timer);
  }
}
