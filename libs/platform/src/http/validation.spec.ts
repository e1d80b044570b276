import { IsString } from 'class-validator';
import type { ProblemException } from './problem.js';
import { validation } from './validation.js';

class NoteDto {
  @IsString() text!: string;
}

describe('the problem of a request that is wrong in many fields', () => {
  it('names twenty of them and counts the others', async () => {
    const strange = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, 1]));
    const refused = validation().transform(strange, { type: 'body', metatype: NoteDto });
    const { problem } = await refused.then(
      () => undefined as never,
      (error: ProblemException) => error,
    );
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request', detail: expect.stringContaining('3000 more') });
    expect(problem['fields']).toHaveLength(20);
  });
});
