import { Metadata, type ServiceError, status, type StatusObject } from '@grpc/grpc-js';

/** An error as the server gives it: a code, what it says, and for a client's eyes an exception with its properties. */
export function fault(code: status, details: string, properties: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(properties)) metadata.set(name, value);
  const object: StatusObject = { code, details, metadata };
  return Object.assign(new Error(details), object);
}

export const tooLarge = (bytesMax: number): ServiceError =>
  fault(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytesMax),
  });

export const lost = (): ServiceError => fault(status.UNAVAILABLE, 'Server Is Too Busy');
export const tooSlow = (): ServiceError => fault(status.ABORTED, 'Operation timed out: the consumer is too slow');
export const wrongCredentials = (): ServiceError => fault(status.UNAUTHENTICATED, 'Bad HTTP status code: 401');
export const accessDenied = (): ServiceError => fault(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
