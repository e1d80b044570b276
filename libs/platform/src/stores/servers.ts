import type { SettingName } from '../config/settings.js';

/** A server that a setting names does not answer, or does not let us in. */
export class ServerRefuses extends Error {
  constructor(
    readonly setting: SettingName,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${setting}: ${reason}`, options);
    this.name = 'ServerRefuses';
  }
}

/** Opens what a setting names; whatever is in the way is said with the setting, which is what people can change. */
export async function reach<T>(setting: SettingName, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw new ServerRefuses(setting, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
