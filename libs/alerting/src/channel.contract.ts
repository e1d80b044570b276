import type { Channel } from './channel.js';
import { anAlert } from './testing/fixtures.js';

/** A channel's outside: channels opened on it, and the ids that it shows. */
export interface Outside {
  open(): Channel;
  shown(): Promise<string[]>;
}

/**
 * The promise of every channel: durable when it says so, under the alert's id, also by a channel opened anew on the same
 * outside. One that drops repeats shows an id once, however often it is delivered; any other shows each delivery.
 */
export function channelContract(name: string, { dropsRepeats }: Pick<Channel, 'dropsRepeats'>, outside: () => Promise<Outside>): void {
  const [id1, id2] = [anAlert(1).alert, anAlert(2).alert];
  const twice = dropsRepeats ? [id1] : [id1, id1];

  describe(`${name} as a channel`, () => {
    it('delivers an alert, under its id', async () => {
      const { open, shown } = await outside();
      expect(await open().deliver(anAlert(1))).toEqual({ delivered: true, repeat: false });
      expect(await shown()).toEqual([id1]);
    });
    it(`says that it ${dropsRepeats ? 'drops repeats' : 'leaves repeats to its receivers'}, and so it is`, async () => {
      const { open, shown } = await outside();
      const channel = open();
      expect(channel.dropsRepeats).toBe(dropsRepeats);
      await channel.deliver(anAlert(1));
      expect(await channel.deliver(anAlert(1))).toEqual({ delivered: true, repeat: dropsRepeats });
      expect(await shown()).toEqual(twice);
    });
    it('takes several at the same moment, repeats among them', async () => {
      const { open, shown } = await outside();
      const channel = open();
      const outcomes = await Promise.all([1, 2, 1, 2].map((n) => channel.deliver(anAlert(n))));
      expect(outcomes.map(({ delivered }) => delivered)).toEqual([true, true, true, true]);
      expect((await shown()).sort()).toEqual((dropsRepeats ? [id1, id2] : [id1, id1, id2, id2]).sort());
    });
    it('keeps to that after a restart', async () => {
      const { open, shown } = await outside();
      await open().deliver(anAlert(1));
      expect(await open().deliver(anAlert(1))).toEqual({ delivered: true, repeat: dropsRepeats });
      expect(await shown()).toEqual(twice);
    });
  });
}
