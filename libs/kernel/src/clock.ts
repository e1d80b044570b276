/** The only source of the present moment. */
export abstract class Clock {
  abstract now(): Date;
}
