import { KafkaFault } from '#libs/kafka';
import { faultOf, plainReason, typeOf } from './plain-reason.js';

const error = (name: string, message: string, more: object = {}): Error => Object.assign(new Error(message), { name, ...more });

describe('what is said of an error of the client', () => {
  it.each([
    [error('KafkaJSSASLAuthenticationError', 'SASL PLAIN authentication failed'), /refused the user name or the password/],
    [error('KafkaJSSASLAuthenticationError', 'SASL PLAIN mechanism is not supported by the server'), /way of signing in/],
    [error('KafkaJSProtocolError', 'x', { type: 'GROUP_AUTHORIZATION_FAILED' }), /may not READ this consumer group/],
    [error('KafkaJSConnectionError', 'Connection error: connect ECONNREFUSED 127.0.0.1:1'), /nobody listens/],
    [error('KafkaJSConnectionError', 'Connection error: getaddrinfo ENOTFOUND kafka'), /no such host/],
    [error('KafkaJSConnectionError', 'Connection error: self-signed certificate in certificate chain'), /cannot be trusted/],
    [new TypeError("Cannot destructure property 'topicMetadata' of '(intermediate value)' as it is null."), /^no broker answered$/],
    [error('KafkaJSConnectionError', 'Connection timeout'), /did not answer in time/],
    [error('KafkaJSNonRetriableError', 'wrapped', { cause: error('KafkaJSConnectionError', 'connect ECONNREFUSED') }), /nobody listens/],
    [error('KafkaJSAggregateError', 'x', { errors: [error('', 'y', { type: 'TOPIC_AUTHORIZATION_FAILED' })] }), /may not use this topic/],
    [error('KafkaJSNumberOfRetriesExceeded', 'outer', { cause: new Error('the inmost') }), /^the inmost$/],
    ['text', /^text$/],
  ])('%s', (given, says) => expect(plainReason(given)).toMatch(says));

  it('ends where an error is its own cause', () => {
    const own = error('x', 'itself');
    Object.assign(own, { cause: own });
    expect(plainReason(own)).toBe('itself');
  });

  it('is a fault that keeps its cause; one that is a fault already stays as it is', () => {
    const cause = error('KafkaJSConnectionError', 'Connection timeout');
    expect(faultOf('Kafka could not be spoken to', cause)).toMatchObject({
      name: 'KafkaFault',
      message: 'Kafka could not be spoken to: it did not answer in time.',
      cause,
    });
    const fault = new KafkaFault('as it is');
    expect(faultOf('x', fault)).toBe(fault);
  });

  it('tells the kind of a protocol error, however deep it lies', () =>
    expect(typeOf(error('a', 'x', { cause: error('b', 'y', { type: 'MESSAGE_TOO_LARGE' }) }))).toBe('MESSAGE_TOO_LARGE'));
});
