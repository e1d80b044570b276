import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#libs/kernel';
import { STREAMS } from '../domain/events.js';
import { importAreas } from '../domain/import-areas.js';
import { areaText } from '../reading/area-text.js';
import { type PlainArea, plainFacts } from '../reading/plain.js';
import { type AreasRead, readAreas } from '../reading/read-areas.js';
import type { Author } from './author.js';
import { Transactions } from './transact.js';

/** What an import came to. Rows that say what is known already count as rows and as nothing else. */
export interface AreasImportedAnswer {
  /** Which kind of file it was known as. */
  readonly reader: string;
  readonly rows: number;
  /** Areas that the file speaks of, of these the ones not known before, and how many of all are news in some way. */
  readonly areas: { readonly stated: number; readonly added: number; readonly news: number };
  readonly links: { readonly stated: number; readonly news: number };
  readonly position: string;
}

/** Takes in an area file, plain or gzip; or areas in the plain form. The same again changes nothing. */
export class ImportAreas extends Command<AreasImportedAnswer | Refusal> {
  constructor(
    readonly from: Uint8Array | readonly PlainArea[],
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(ImportAreas)
export class ImportAreasHandler implements ICommandHandler<ImportAreas> {
  constructor(private readonly transactions: Transactions) {}

  async execute({ from, author }: ImportAreas): Promise<AreasImportedAnswer | Refusal> {
    const read = from instanceof Uint8Array ? await readFile(from) : readPlain(from);
    if (read instanceof Refusal) return read;
    const { facts, reader, rows } = read;
    let added = 0;
    let news = { areas: 0, links: 0 };
    const view = await this.transactions.run(STREAMS.areas, (known, at) => {
      const events = importAreas({ facts, ...author, at }, known.areas);
      added = facts.areas.filter(({ code }) => known.area(code) === undefined).length;
      news = { areas: 0, links: 0 };
      for (const { type, data } of events) {
        if (type === 'AreasImported') news.areas += data.codes.length;
        else news.links += data.from.length;
      }
      return events;
    });
    if (view instanceof Refusal) return view;
    const areas = { stated: facts.areas.length, added, news: news.areas };
    return { reader, rows, areas, links: { stated: facts.links.length, news: news.links }, position: view.position };
  }
}

async function readFile(bytes: Uint8Array): Promise<AreasRead | Refusal> {
  const text = await areaText(bytes);
  return text instanceof Refusal ? text : readAreas(text);
}

function readPlain(areas: readonly PlainArea[]): AreasRead | Refusal {
  const facts = plainFacts(areas);
  return facts instanceof Refusal ? facts : { reader: 'plain', rows: areas.length, facts };
}
