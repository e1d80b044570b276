export { AlertingModule } from './alerting.module.js';
export { AlertingWorkModule } from './alerting-work.module.js';
export { AlertRecorder } from './alert-recorder.js';
export { AlertSender } from './alert-sender.js';
export { AlertingReader } from './alerting-reader.js';
export { ALERTS, AlertsReader } from './alerts-reader.js';
export { type Alert, Channel, type Delivered, type NotDelivered } from './channel.js';
export { BREACH_ALERTS, KafkaChannel } from './channels/kafka/kafka-channel.js';
export { LogChannel } from './channels/log/log-channel.js';
export { alertId, alertStream } from './ids.js';
export type { AlertDocument } from './domain/alert-document.js';
export type { Story } from './domain/due.js';
export type {
  AlertDropped,
  AlertDue,
  AlertEvent,
  AlertFailed,
  AlertingBegan,
  AlertRetried,
  AlertSent,
  DropReason,
} from './domain/types.js';
