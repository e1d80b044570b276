/** The events of `alert-<episode>-<step>-<recipient>`. A storage format. */
export interface AlertDue {
  readonly type: 'AlertDue';
  readonly data: {
    readonly v: 1;
    /** The alert's id, under which it is delivered: a uuid5 of the stream's name. */
    readonly alert: string;
    readonly episode: string;
    readonly step: 'confirmed';
    /** The region's GSS code, whose Government Office is told. */
    readonly recipient: string;
    readonly breach: {
      readonly target: string;
      readonly element: string;
      readonly area: string;
      readonly areaName: string;
      readonly region: string;
      readonly regionName: string;
    };
    /** The whole story: the sentence, the judgement with its numbers, the trigger. */
    readonly story: Readonly<Record<string, unknown>>;
    readonly dueAt: string;
  };
}
export interface AlertSent {
  readonly type: 'AlertSent';
  readonly data: { readonly v: 1; readonly channel: string; readonly at: string };
}
export interface AlertFailed {
  readonly type: 'AlertFailed';
  readonly data: {
    readonly v: 1;
    readonly channel: string;
    readonly at: string;
    readonly error: string;
    readonly attempt: number;
    readonly retryable: boolean;
  };
}
/** Why an alert need not be sent any more: what became of its breach. */
export type DropReason = 'cleared' | 'withdrawn' | 'superseded';
/** The breach ended before its alert was sent, so nobody is told of it. */
export interface AlertDropped {
  readonly type: 'AlertDropped';
  readonly data: { readonly v: 1; readonly reason: DropReason; readonly at: string };
}
/** A person has an alert tried again that had failed for good. */
export interface AlertRetried {
  readonly type: 'AlertRetried';
  readonly data: { readonly v: 1; readonly episode: string; readonly by: string; readonly at: string };
}
export type AlertEvent = AlertDue | AlertSent | AlertFailed | AlertDropped | AlertRetried;

/** The one event of the stream `alerting`: breaches that were confirmed from here on are told, earlier ones are history. */
export interface AlertingBegan {
  readonly type: 'AlertingBegan';
  readonly data: {
    readonly v: 1;
    /** The position of the first breach that was told before this event existed; null: this event's own. */
    readonly from: string | null;
    readonly at: string;
  };
}
