// The protocol server as a process of its own: says in one line of JSON where it listens, and ends at SIGTERM.
import { ProtocolServer } from './protocol-server.ts';

const server = await new ProtocolServer().start({ port: Number(process.env['PORT'] ?? 0) });
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop().then(() => process.exit(0)));
