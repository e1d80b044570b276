import type { Metadata, ServerUnaryCall, ServerWritableStream, UntypedHandleCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { accessDenied, wrongCredentials } from './faults.ts';

/** The one user that is let in. */
export interface Access {
  readonly user: string;
  readonly password: string;
}

type Handle = (call: ServerWritableStream<unknown, unknown> & ServerUnaryCall<unknown, unknown>, answer?: (error: Error) => void) => void;

/** The calls, each behind a look at who asks. */
export function guarded(calls: UntypedServiceImplementation, access: Access | undefined): UntypedServiceImplementation {
  if (access === undefined) return calls;
  const guard = (handle: Handle): Handle => {
    return (call, answer) => {
      const refusal = refusalOf(call.metadata, access);
      if (refusal === undefined) handle(call, answer);
      else if (answer) answer(refusal);
      else call.emit('error', refusal);
    };
  };
  return Object.fromEntries(Object.entries(calls).map(([name, handle]) => [name, guard(handle as Handle) as UntypedHandleCall]));
}

function refusalOf(metadata: Metadata, { user, password }: Access): Error | undefined {
  const [header] = metadata.get('authorization');
  if (header === undefined) return accessDenied();
  return header === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` ? undefined : wrongCredentials();
}
