import { allAreaFiles } from '../../../test/house/northumbria.ts';
import { streetFiles } from '../../../test/house/police.ts';
import { Bodies, catalogueOf, logInMemory, fail } from '../../../test/house/recorder.ts';
it('x', async () => {
  const bodies = new Bodies();
  const catalogue = await catalogueOf({ areaFiles: allAreaFiles });
  const store = logInMemory();
  const recorder = bodies.recorder(store, catalogue);
  const out: string[] = [];
  for (const path of streetFiles().slice(0, 14)) {
    const order = await bodies.order(path, 'police-street', '2026-06-01');
    const t = Date.now();
    const { receipt } = fail(await recorder.record(order));
    out.push(`${Date.now() - t} ms ${receipt.name} ${JSON.stringify(receipt.rows)} ${JSON.stringify(receipt.refusals.slice(0, 2))}`);
  }
  console.log(out.join('\n'));
  bodies.remove();
}, 600000);
