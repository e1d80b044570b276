import type { CatalogueView } from '#libs/catalogue';
import type { SubmissionDocument } from '../../domain/submission-document.js';
import type { Arrival } from '../../show-arrival.js';
import { countText, dateText, type Tag } from '../words.js';
import { submissionHref } from './hrefs.js';

const STATES: Readonly<Record<string, Tag>> = {
  started: { text: 'Being recorded', classes: 'govuk-tag--blue' },
  completed: { text: 'Recorded', classes: 'govuk-tag--green' },
  withdrawn: { text: 'Withdrawn', classes: 'govuk-tag--grey' },
  failed: { text: 'Failed', classes: 'govuk-tag--red' },
};

export interface ArrivalRow {
  readonly name: string;
  readonly href: string;
  readonly feed: string;
  readonly state: Tag;
  readonly received: string;
  readonly released: string;
  readonly taken: string;
  readonly refused: string;
}

/** What was delivered, the latest first. */
export interface ArrivalsView {
  readonly rows: readonly ArrivalRow[];
  readonly next: string | null;
}

/** A receipt, in words. */
export interface ArrivalView {
  readonly name: string;
  readonly state: Tag;
  readonly facts: readonly { readonly what: string; readonly is: string }[];
  readonly notes: readonly string[];
  readonly causes: readonly { readonly code: string; readonly rows: string }[];
  readonly ignored: readonly { readonly code: string; readonly rows: string }[];
  readonly refusals: readonly { readonly row: string; readonly column: string; readonly detail: string }[];
  /** Where more rows were refused than are shown: how many, and where all of them are. */
  readonly more: { readonly text: string; readonly href: string } | null;
}

const numberOf = (n: number): string => n.toLocaleString('en-GB');
const stateOf = ({ state }: SubmissionDocument): Tag => STATES[state] ?? { text: state, classes: 'govuk-tag--grey' };
const feedName = (feed: string, catalogue: CatalogueView): string => catalogue.feed(feed)?.name ?? feed;

/** A file's name, or what a delivery without one is called. */
const nameOf = ({ name, submission }: SubmissionDocument): string => name ?? `Delivery ${submission.slice(0, 8)}`;

/** The view of the list of deliveries; `next` is the cursor of what comes after them. */
export function arrivalsView(documents: readonly SubmissionDocument[], next: string | null, catalogue: CatalogueView): ArrivalsView {
  const rows = documents.map((document) => ({
    name: nameOf(document),
    href: submissionHref(document.submission),
    feed: feedName(document.feed, catalogue),
    state: stateOf(document),
    received: dateText(document.received),
    released: dateText(document.released),
    taken: document.rows === null ? '–' : numberOf(document.rows.taken),
    refused: document.rows === null ? '–' : numberOf(document.rows.refused),
  }));
  return { rows, next: next === null ? null : `/submissions?cursor=${encodeURIComponent(next)}` };
}

const wordsOf = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');

function counted(counts: Readonly<Record<string, number>>): ArrivalView['causes'] {
  const all = Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return all.map(([code, rows]) => ({ code: wordsOf(code), rows: numberOf(rows) }));
}

function factsOf(document: SubmissionDocument, catalogue: CatalogueView): ArrivalView['facts'] {
  const { feed, received, released, by, backfill, rows, observations, attempt, sha256, submission, indicators } = document;
  return [
    { what: 'Feed', is: feedName(feed, catalogue) },
    { what: 'Received', is: `${dateText(received)}, by ${by}` },
    { what: 'Released by its publisher', is: dateText(released) },
    ...turnsOf(document),
    ...(rows
      ? [
          {
            what: 'Rows',
            is: `${numberOf(rows.read)} read: ${numberOf(rows.taken)} taken, ${numberOf(rows.refused)} refused, ${numberOf(rows.ignored)} ignored`,
          },
        ]
      : []),
    ...(observations ? [{ what: 'Figures', is: changesOf(observations) }] : []),
    ...(indicators.length > 0
      ? [{ what: 'Indicators', is: indicators.map((code) => catalogue.indicator(code)?.name ?? code).join('; ') }]
      : []),
    ...(backfill ? [{ what: 'Backfill', is: 'Yes: it opens no breach' }] : []),
    ...(attempt > 1 ? [{ what: 'Attempts', is: numberOf(attempt) }] : []),
    { what: 'Submission', is: submission },
    { what: 'SHA-256 of the file', is: sha256 },
  ];
}

/** What went wrong with a delivery, or was decided about it. */
function turnsOf({ failed, withdrawn, reinstated, submission }: SubmissionDocument): ArrivalView['facts'] {
  const said = (what: string, turn: { why: string; by: string; at: string }): { what: string; is: string } => ({
    what,
    is: `${dateText(turn.at)}, by ${turn.by}: ${turn.why}`,
  });
  return [
    ...(failed ? [{ what: 'Failed', is: `${failed.detail} To try it again: floor retry ${submission}` }] : []),
    ...(withdrawn ? [said('Withdrawn', withdrawn)] : []),
    ...(reinstated ? [said('Counted again', reinstated)] : []),
  ];
}

function changesOf(observations: NonNullable<SubmissionDocument['observations']>): string {
  const { recorded, revised, confirmed, dropped, older = 0 } = observations;
  return [
    `${numberOf(recorded)} new`,
    `${numberOf(revised)} revised`,
    `${numberOf(confirmed)} unchanged`,
    ...(dropped > 0 ? [`${numberOf(dropped)} no longer published`] : []),
    ...(older > 0 ? [`${numberOf(older)} older than what stands`] : []),
  ].join(', ');
}

/** `Unknown area E01011954`, `31, the first at line 12`. */
function causeRow({ code, subject, rows, firstLine }: Arrival['causes'][number]): ArrivalView['causes'][number] {
  const first = firstLine === null ? '' : `, the first at line ${numberOf(firstLine)}`;
  return { code: subject ? `${wordsOf(code)} ${subject}` : wordsOf(code), rows: `${numberOf(rows)}${first}` };
}

/** The view of one delivery. */
export function arrivalView({ document, refusals, causes }: Arrival, catalogue: CatalogueView): ArrivalView {
  const refused = document.rows?.refused ?? 0;
  return {
    name: nameOf(document),
    state: stateOf(document),
    facts: factsOf(document, catalogue),
    notes: document.notes.map(({ detail }) => detail),
    causes: causes.length > 0 ? causes.map(causeRow) : counted(document.refused),
    ignored: counted(document.ignored),
    refusals: refusals.map((refusal) => ({
      row: String(refusal.line ?? refusal.row),
      column: refusal.column ?? '–',
      detail: refusal.detail,
    })),
    more:
      refused > refusals.length
        ? {
            text: `The first ${countText(refusals.length, 'row is', 'rows are')} shown of ${numberOf(refused)}. Get them as JSON, a thousand at a time`,
            href: `/v1${submissionHref(document.submission)}/refusals`,
          }
        : null,
  };
}
