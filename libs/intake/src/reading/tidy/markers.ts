import { excerpt } from '#libs/kernel';
import { type Fault, fault } from '../../domain/checks.js';
import type { Profile } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';

const STATED = /^(provisional|revised|final|estimated|suppressed|missing)(:[a-z][a-z0-9-]{0,40})?$/;
const REMARKS_NOTED = 20;

/** What a marker makes of a figure: its status where a value stands beside it, and where none does. */
export interface Marker {
  readonly beside: number | Fault;
  readonly alone: number;
  /** It says that there is no figure. */
  readonly isAbsence: boolean;
  /** It says that there is one which is not to be known. */
  readonly isSuppression: boolean;
}

/** What the texts in status and value cells mean by the profile, in the sink's numbers. */
export class Markers {
  /** Of a row without any marker. */
  readonly none: Marker;
  private remarks = 0;
  private suppressed: Marker | undefined;

  constructor(
    private readonly profile: Profile,
    private readonly sink: StatementSink,
  ) {
    this.none = this.marker(profile.status, '');
  }

  /** Of a text in the status column. */
  inStatus(text: string): Marker | Fault {
    if (text === '') return this.none;
    const known = this.statusOf(text);
    if (known !== undefined) return this.marker(known, text);
    if (this.profile.remarks && /\s/.test(text)) {
      if (this.remarks++ < REMARKS_NOTED) this.sink.note('remark', excerpt(text, 200));
      return this.none;
    }
    return unknownMarker(text);
  }

  /** Of a text in the value column that is no number. */
  inValue(text: string): Marker | Fault {
    const known = this.statusOf(text);
    if (known !== undefined) return this.marker(known, text);
    return /\d|^#[a-z]|^[+-]?(nan|inf(inity)?)$/i.test(text) ? notANumber(text) : unknownMarker(text);
  }

  /** What a row's status and the marker in place of its value say together: what hides more stands. */
  together(status: Marker, inValue: Marker): Marker {
    if (status === this.none || (inValue.isSuppression && !status.isSuppression)) return inValue;
    return inValue.isAbsence && !status.isAbsence ? inValue : status;
  }

  /** The marker of a row without a value of which a part is suppressed. */
  hidden(marker: Marker): Marker {
    return marker.isSuppression ? marker : (this.suppressed ??= this.marker('suppressed', 'suppressed'));
  }

  private statusOf(text: string): string | undefined {
    const plain = text.toLowerCase();
    return this.profile.markers.get(plain) ?? (STATED.test(plain) ? plain : undefined);
  }

  private marker(meaning: string, text: string): Marker {
    const [status, reason = 'blank'] = meaning.split(':');
    if (status !== 'missing' && status !== 'suppressed') {
      return { beside: this.sink.status(meaning), alone: this.sink.status(`missing:${reason}`), isAbsence: false, isSuppression: false };
    }
    const contradicted = fault(
      'value-beside-marker',
      `The row gives a value and the marker "${excerpt(text)}", which says that there is none; leave one of the two out.`,
      text,
    );
    return { beside: contradicted, alone: this.sink.status(meaning), isAbsence: true, isSuppression: status === 'suppressed' };
  }
}

/** For a cell that should hold a number and does not. */
export const notANumber = (text: string): Fault =>
  fault(
    'not-a-number',
    /^#[a-z]/i.test(text)
      ? `"${excerpt(text)}" is an error of a spreadsheet; correct its formula and save the file again.`
      : `"${excerpt(text)}" is not a number; write digits with a point, without unit, currency sign or marker.`,
    text,
  );

const unknownMarker = (text: string): Fault =>
  fault(
    'unknown-marker',
    `The feed's profile does not say what "${excerpt(text)}" means; add the marker to the profile, or write a number.`,
    text,
  );
