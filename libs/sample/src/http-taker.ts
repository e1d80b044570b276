import { SampleTaker } from './load-sample.js';

/** The server would not take a part of the sample: the two are not of one version. */
export class SampleRefused extends Error {
  constructor(
    readonly path: string,
    readonly status: number,
    readonly answer: string,
  ) {
    super(`${path} was answered ${status}: ${answer.slice(0, 500)}`);
    this.name = 'SampleRefused';
  }
}

/** A running server, with the token of an administrator. */
export class HttpTaker extends SampleTaker {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {
    super();
  }

  async post(path: string, body: string, type: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': type };
    const response = await fetch(new URL(path, this.url), { method: 'POST', headers, body });
    const answer = await response.text();
    if (!response.ok) throw new SampleRefused(path, response.status, answer);
    return JSON.parse(answer);
  }
}
