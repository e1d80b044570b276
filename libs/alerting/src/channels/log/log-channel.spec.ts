import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelContract } from '../../channel.contract.js';
import { anAlert } from '../../testing/fixtures.js';
import { LogChannel } from './log-channel.js';

const aFile = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'alerts-')), 'alerts.ndjson');
const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');

channelContract('LogChannel', { dropsRepeats: true }, async () => {
  const path = await aFile();
  return {
    open: () => new LogChannel(path),
    shown: async () => (await linesOf(path)).map((line) => (JSON.parse(line) as { id: string }).id),
  };
});

describe('the log channel', () => {
  it('writes the whole story as one line', async () => {
    const path = await aFile();
    await new LogChannel(path).deliver(anAlert(1));
    expect((await linesOf(path)).map((line) => JSON.parse(line) as object)).toEqual([{ id: anAlert(1).alert, ...anAlert(1) }]);
  });
  it('writes an alert again whose line a crash cut short', async () => {
    const path = await aFile();
    await appendFile(path, JSON.stringify({ id: anAlert(1).alert, ...anAlert(1) }).slice(0, 90));
    expect(await new LogChannel(path).deliver(anAlert(1))).toEqual({ delivered: true, repeat: false });
    expect(JSON.parse((await linesOf(path)).at(-1)!)).toMatchObject({ id: anAlert(1).alert });
  });
  it('says that a retry makes sense when the file cannot be written', async () =>
    expect(await new LogChannel('/dev/null/alerts.ndjson').deliver(anAlert(1))).toMatchObject({ delivered: false, retryable: true }));
});
