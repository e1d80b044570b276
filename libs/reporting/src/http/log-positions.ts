import { Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import type { Cut } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import { refuse } from '#libs/platform';
import { parseAsOf } from './moment.js';

/** Reads the positions that questions name. Only the log knows what its positions look like, and where it ends. */
@Injectable()
export class LogPositions {
  constructor(private readonly store: EventStore) {}

  /** The cut that `asOf` names; ends the request with 400 where it is neither a moment nor a position that the log has come to. */
  async asOf(text: string | undefined): Promise<Pick<Cut, 'moment' | 'position'>> {
    if (text === undefined) return {};
    const cut = parseAsOf(text);
    if (cut instanceof Refusal) return refuse(cut, 400);
    if (cut.position === undefined) return cut;
    const end = await this.store.end();
    if (!(await this.isPosition(cut.position))) refuse(noPosition('asOf', `pos:${end}`), 400);
    if (cut.position > end) {
      refuse(
        new Refusal('position-not-reached', `The log ends at ${end}; ask for pos:${end}, or leave asOf out for what stands now.`),
        400,
      );
    }
    return cut;
  }

  /** Ends the request with 400 where `minPosition` is no position of this log. */
  async check(minPosition: string): Promise<void> {
    if (!(await this.isPosition(minPosition))) refuse(noPosition('minPosition', await this.store.end()), 400);
  }

  private async isPosition(text: string): Promise<boolean> {
    try {
      await this.store.readAll(text, 1);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false; // The port's word for a text that it never gave out.
      throw error;
    }
  }
}

const noPosition = (name: string, like: string): Refusal =>
  new Refusal('no-position', `${name} names no position of this log. One looks like ${like}: take it from the "position" of a receipt.`);
