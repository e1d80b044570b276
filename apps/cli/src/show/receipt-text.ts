import type { Receipt } from '../push/receipt.js';
import { count, counted, printable } from './cells.js';
import { refusalCauses } from './refusal-causes.js';
import { entry, wrapped } from './wrap.js';

/** A receipt as people read it: what came of the file, what it changed, what was refused and why. */
export function receiptText(receipt: Receipt, file: string, url: string): string {
  const { rows } = receipt;
  const refused = rows.refused === 0 ? [] : [`Refused: ${counted(rows.refused, 'row')}.`, ...refusalCauses(receipt)];
  return [wrapped(`${printable(file)}: ${headline(receipt)}`), ...entriesOf(receipt, url), ...refused].join('\n');
}

function headline({ dryRun, again, failed, withdrawn, reinstated, rows, observations: seen }: Receipt): string {
  if (failed) return 'could not be finished; nothing of it counts.';
  if (withdrawn) return 'is withdrawn: it does not count.';
  if (dryRun && again) return 'dry run: the same file as before; pushing it would change nothing.';
  if (dryRun) return 'dry run, nothing is kept.';
  if (again) return 'the same file as before; this is its first receipt.';
  if (reinstated) return 'reinstated: it counts again.';
  if (rows.read === 0) return 'holds no rows: nothing to take.';
  return seen.recorded + seen.revised + seen.dropped === 0 ? 'accepted; it changes nothing.' : 'accepted.';
}

const line = (name: string, text: string | null | undefined): string[] => (text ? [entry(name, printable(text))] : []);

function entriesOf(receipt: Receipt, url: string): string[] {
  const { submission, dryRun, feed, released, backfill, rows, notes = [], ignored = {}, elements, page, position } = receipt;
  const sum = `${count(rows.read)} read = ${count(rows.taken)} taken + ${count(rows.refused)} refused + ${count(rows.ignored)} ignored`;
  return [
    ...undone(receipt),
    ...line('submission', dryRun ? null : submission),
    ...line('feed', `${feed}, released ${released}${backfill ? ', backfill: it opens no breach' : ''}`),
    ...line('rows', sum),
    ...line('figures', figures(receipt)),
    ...Object.entries(ignored).flatMap(([code, n]) => line('ignored', `${counted(n, 'row')}: ${code.replaceAll('-', ' ')}`)),
    ...notes.flatMap(({ detail }) => line('note', detail)),
    ...line('judged anew', elements?.map(elementName).join(', ')),
    ...line('page', page && new URL(page, url).href),
    ...line('position', position),
  ];
}

/** What keeps a submission from counting, or let it count again. */
function undone({ submission, failed, withdrawn, reinstated }: Receipt): string[] {
  return [
    ...line('failed', failed && `${failed.detail} (${failed.code})`),
    ...line('again with', failed && `floor retry ${submission}`),
    ...line('withdrawn', withdrawn && `by ${withdrawn.by}: ${withdrawn.why}`),
    ...line('reinstated', reinstated && `by ${reinstated.by}: ${reinstated.why}`),
  ];
}

/** A dry run records nothing, so it says what would be. */
function figures({ dryRun, observations: { recorded, revised, confirmed, dropped, older = 0 } }: Receipt): string {
  const would = dryRun ? 'would be ' : '';
  const parts = [`${count(recorded)} ${would}recorded`, `${count(revised)} ${would}revised`, `${count(confirmed)} unchanged`];
  if (dropped > 0) parts.push(`${count(dropped)} ${would}missing from now on (no longer in the release)`);
  if (older > 0) parts.push(`${count(older)} older than what stands (a newer release is kept)`);
  return parts.join(', ');
}

/** An element by its title, else by its codes. */
function elementName(element: string | object): string {
  if (typeof element === 'string') return element;
  const { title, target, element: code } = element as { title?: string; target?: string; element?: string };
  return title ?? [target, code].filter(Boolean).join('.');
}
