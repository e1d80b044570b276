import type { Admin, Kafka } from 'kafkajs';
import { atMost } from './at-most.js';

const CLOSE_MS = 2_000;

/** One connection for questions about the cluster, made when it is needed and anew after a fault. */
export class AdminLink {
  private admin: Promise<Admin> | undefined;

  constructor(private readonly client: () => Kafka) {}

  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const connecting = (this.admin ??= this.connect());
    try {
      return await question(await connecting);
    } catch (error) {
      if (this.admin === connecting) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const closing = this.admin;
    this.admin = undefined;
    if (closing)
      await atMost(
        CLOSE_MS,
        closing.then((admin) => admin.disconnect()).catch(() => undefined),
      ); // What is thrown away owes no goodbye.
  }

  private async connect(): Promise<Admin> {
    const admin = this.client().admin();
    await admin.connect();
    return admin;
  }
}
