import { KafkaFault, type Message, MessageTooLarge, parseCloudEvent } from '#libs/kafka';
import { FakeKafka } from '#libs/kafka/testing';
import { channelContract } from '../../channel.contract.js';
import { anAlert } from '../../testing/fixtures.js';
import { BREACH_ALERTS, KafkaChannel } from './kafka-channel.js';

const idOf = (message: Message): string => (parseCloudEvent(message) as { id: string }).id;

channelContract('KafkaChannel', { dropsRepeats: false }, async () => {
  const kafka = new FakeKafka();
  return { open: () => new KafkaChannel(kafka), shown: async () => kafka.messages(BREACH_ALERTS).map(idOf) };
});

describe('the Kafka channel', () => {
  it('publishes the whole alert as a CloudEvent, keyed by its region', async () => {
    const kafka = new FakeKafka();
    await new KafkaChannel(kafka).deliver(anAlert(1));
    const [message] = kafka.messages(BREACH_ALERTS);
    expect(Buffer.from(message!.key!).toString()).toBe('E12000001');
    expect(Buffer.from(message!.headers['content-type']!).toString()).toBe('application/cloudevents+json');
    expect(JSON.parse(Buffer.from(message!.value!).toString())).toEqual({
      specversion: '1.0',
      id: anAlert(1).alert,
      source: '/floor-targets/alerting',
      type: 'uk.floor-targets.breach-alert.v1',
      subject: 'E08000021',
      time: '2004-06-02T09:00:00.000Z',
      datacontenttype: 'application/json',
      data: anAlert(1),
    });
  });

  it('says that a retry makes sense while Kafka is away', async () => {
    const kafka = new FakeKafka();
    kafka.fault = new KafkaFault('No broker answers.');
    expect(await new KafkaChannel(kafka).deliver(anAlert(1))).toEqual({ delivered: false, error: 'No broker answers.', retryable: true });
    kafka.fault = undefined;
    expect(await new KafkaChannel(kafka).deliver(anAlert(1))).toEqual({ delivered: true, repeat: false });
  });

  it('says that none does for an alert that is too large', async () => {
    const kafka = new FakeKafka();
    kafka.publish = async (topic) => {
      throw new MessageTooLarge(topic);
    };
    expect(await new KafkaChannel(kafka).deliver(anAlert(1))).toMatchObject({ delivered: false, retryable: false });
  });
});
