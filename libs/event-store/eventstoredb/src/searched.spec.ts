import type { Connection } from './connection.js';
import { Searched } from './searched.js';

const breach = ['breach'];

describe('what was searched in vain', () => {
  let connection: { faults: number };
  let searched: Searched;
  beforeEach(() => {
    connection = { faults: 0 };
    searched = new Searched(connection as Connection);
    searched.look()('5');
  });

  it('is passed over by who asks from within it, for the same categories', () => {
    searched.begin('1', breach).end(true, undefined);
    expect(['1', '3', '5', '7'].map((position) => searched.begin(position, breach).from)).toEqual(['5', '5', '5', '7']);
    expect([searched.begin('', breach).from, searched.begin('3', ['register']).from]).toEqual(['', '3']);
  });

  it('begins after what was found', () => {
    searched.begin('1', breach).end(true, '3');
    expect(['1', '2', '3', '4'].map((position) => searched.begin(position, breach).from)).toEqual(['1', '2', '5', '5']);
  });

  it('ends where the log was known to end when the search began', () => {
    const search = searched.begin('1', breach);
    searched.look()('9');
    search.end(true, undefined);
    expect(searched.begin('1', breach).from).toBe('5');
  });

  it('is not what a full page leaves, for the next event may be close', () => {
    searched.begin('1', breach).end(false, '3');
    expect(searched.begin('3', breach).from).toBe('3');
  });

  it('is forgotten after a fault, for another server may answer that has not read as far', () => {
    const search = searched.begin('1', breach);
    searched.begin('1', breach).end(true, undefined);
    const see = searched.look();
    connection.faults++;
    see('9');
    search.end(true, undefined);
    expect(searched.begin('1', breach).from).toBe('1');
    searched.begin('1', breach).end(true, undefined); // Nothing was seen of this server yet.
    expect(searched.begin('1', breach).from).toBe('1');
  });
});
