import type { Channel } from './channel.js';
import { anAlert } from './testing/fixtures.js';

/** The promise of every channel: durable when it says so, one id shown once, also to a channel opened anew on the same outside. */
export function channelContract(name: string, outside: () => Promise<{ open(): Channel; shown(): Promise<string[]> }>): void {
  describe(`${name} as a channel`, () => {
    it('delivers an alert', async () => {
      const { open, shown } = await outside();
      expect(await open().deliver(anAlert(1))).toEqual({ delivered: true, repeat: false });
      expect(await shown()).toEqual([anAlert(1).alert]);
    });
    it('shows one id once, however often it is delivered', async () => {
      const { open, shown } = await outside();
      const channel = open();
      await channel.deliver(anAlert(1));
      expect(await channel.deliver(anAlert(1))).toEqual({ delivered: true, repeat: true });
      expect(await shown()).toEqual([anAlert(1).alert]);
    });
    it('shows one id once when it is delivered twice at the same moment', async () => {
      const { open, shown } = await outside();
      const channel = open();
      await Promise.all([1, 2, 1, 2].map((n) => channel.deliver(anAlert(n))));
      expect((await shown()).sort()).toEqual([anAlert(1).alert, anAlert(2).alert].sort());
    });
    it('knows after a restart what it has shown', async () => {
      const { open, shown } = await outside();
      await open().deliver(anAlert(1));
      expect(await open().deliver(anAlert(1))).toEqual({ delivered: true, repeat: true });
      expect(await shown()).toEqual([anAlert(1).alert]);
    });
  });
}
