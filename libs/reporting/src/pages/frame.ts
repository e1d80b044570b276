import { Injectable } from '@nestjs/common';
import { Config, type Person } from '#libs/platform';
import type { Frame } from './render.js';

/** The way back from a page of a partnership. */
export const START = { text: 'Partnerships', href: '/' };
/** The way back from a page of a delivery. */
export const ARRIVALS = { text: 'What arrived', href: '/submissions' };

/** What stands around a page: its title, the pages that this person may go to, the way back. */
@Injectable()
export class Frames {
  constructor(private readonly config: Config) {}

  of(title: string, by: Person | undefined, trail?: Frame['trail']): Frame {
    return {
      title,
      sample: this.config.sample,
      trail,
      nav: by === undefined ? [] : by.role === 'data-team' ? [ARRIVALS] : [START, ARRIVALS],
    };
  }
}
