import { type Kafka, MessageTooLarge, type OutMessage, structured } from '#libs/kafka';
import { type Alert, Channel, type Delivered, type NotDelivered } from '../../channel.js';

/** The topic that Government Offices are told of breaches by. */
export const BREACH_ALERTS = 'breach-alerts';

const SOURCE = '/floor-targets/alerting';
const TYPE = 'uk.floor-targets.breach-alert.v1';

/** Publishes each alert under its own id, keyed by its region, so that a region's alerts stay in order. A topic keeps what it was told twice. */
export class KafkaChannel extends Channel {
  readonly name = 'kafka';
  readonly dropsRepeats = false;

  constructor(private readonly kafka: Kafka) {
    super();
  }

  /** Alerts that are delivered in one turn share a request. */
  async deliver(alert: Alert): Promise<Delivered | NotDelivered> {
    try {
      await this.kafka.publish(BREACH_ALERTS, [messageOf(alert)]);
      return { delivered: true, repeat: false };
    } catch (fault) {
      const error = fault instanceof Error ? fault.message : String(fault);
      return { delivered: false, error, retryable: !(fault instanceof MessageTooLarge) };
    }
  }
}

function messageOf(data: Alert): OutMessage {
  const { alert: id, recipient, dueAt: time, breach } = data;
  return { key: recipient, ...structured({ id, source: SOURCE, type: TYPE, subject: breach.area, time, data }) };
}
