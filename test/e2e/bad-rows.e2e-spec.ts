import { BadHouse, helpful, reasons } from '../house/bad-house.ts';

const HEAD = 'indicator,area,period,value,numerator,denominator,status';
const G = 'E08000037';
let year = 1900;
/** A good row in a year of its own, to stand beside a bad one. */
const good = (): string => `skills.pupils,${G},${++year},7,,,`;

describe('bad rows', () => {
  const house = new BadHouse();
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove());

  it.each([
    ['NaN', `skills.pupils,${G},2001,NaN,,,`, 'value', 'not-a-number'],
    ['Infinity', `skills.pupils,${G},2001,Infinity,,,`, 'value', 'not-a-number'],
    ['-inf', `skills.pupils,${G},2001,-inf,,,`, 'value', 'not-a-number'],
    ['a number too large for one', `skills.pupils,${G},2001,1e999,,,`, 'value', 'not-a-number'],
    ['a hexadecimal', `skills.pupils,${G},2001,0x1F,,,`, 'value', 'not-a-number'],
    ['a negative count', `skills.pupils,${G},2001,-1,,,`, 'value', 'negative-count'],
    ['a negative numerator', `skills.share,${G},2001,,-1,10,`, 'numerator', 'negative-count'],
    ['a numerator above its denominator', `skills.share,${G},2001,,11,10,`, 'numerator', 'numerator-above-denominator'],
    ['a denominator of 0', `skills.share,${G},2001,,0,0,`, 'denominator', 'zero-denominator'],
    ['a share above 100', `skills.share,${G},2001,101,,,`, 'value', 'out-of-range'],
    ['a period in the future', `skills.pupils,${G},2999,1,,,`, 'period', 'future-period'],
    ['a period of another kind', `skills.pupils,${G},2001-Q2,1,,,`, 'period', 'wrong-period-kind'],
    ['no period at all', `skills.pupils,${G},sometime,1,,,`, 'period', 'unreadable-period'],
    ['an unknown area', `skills.pupils,E08999999,2001,1,,,`, 'area', 'unknown-area'],
    ['no area', `skills.pupils,,2001,1,,,`, 'area', 'blank-area'],
    ['an unknown indicator', `skills.nothing,${G},2001,1,,,`, 'indicator', 'unknown-indicator'],
    ['__proto__ as an indicator', `__proto__,${G},2001,1,,,`, 'indicator', 'unknown-indicator'],
    ['constructor as an indicator', `constructor,${G},2001,1,,,`, 'indicator', 'unknown-indicator'],
    ['__proto__ as an area', `skills.pupils,__proto__,2001,1,,,`, 'area', 'unknown-area'],
    ['constructor as a status', `skills.pupils,${G},2001,1,,,constructor`, 'status', 'unknown-marker'],
    ['__proto__ as a value', `skills.pupils,${G},2001,__proto__,,,`, 'value', 'unknown-marker'],
    ['path characters in a name', `../../etc/passwd,${G},2001,1,,,`, 'indicator', 'unknown-indicator'],
    ['a row too wide', `skills.pupils,${G},2001,1,,,,,,x`, null, 'too-many-cells'],
    ['a row too narrow', `skills.pupils,${G}`, null, 'too-few-cells'],
  ])('%s: is refused by row and column, and its neighbours count', async (_, bad, column, code) => {
    const reply = await house.csv([HEAD, good(), bad, good(), ''].join('\n'));
    expect([reply.status, reply.body.rows]).toEqual([201, { read: 3, taken: 2, refused: 1, ignored: 0 }]);
    expect(reasons(reply)).toEqual([[2, column, code]]);
    expect(reply.body.refusals[0].detail).toMatch(helpful);
    expect([await house.value('skills.pupils', G, String(year - 1)), await house.value('skills.pupils', G, String(year))]).toEqual([7, 7]);
  });

  it('that conflict are both refused, both named; a repeat is not one', async () => {
    const [a, b, c] = [`skills.pupils,${G},1850,1,,,`, `skills.pupils,${G},1851,1,,,`, `skills.pupils,${G},1850,2,,,`];
    const reply = await house.csv([HEAD, a, b, c, b, ''].join('\n'));
    expect(reply.body.rows).toEqual({ read: 4, taken: 1, refused: 2, ignored: 1 });
    expect(reasons(reply).map(([row, , code]) => [row, code])).toEqual([
      [1, 'conflicting-rows'],
      [3, 'conflicting-rows'],
    ]);
    expect(reply.body.refusals[0].detail).toContain('1 and 3');
    expect([await house.value('skills.pupils', G, '1850'), await house.value('skills.pupils', G, '1851')]).toEqual([undefined, 1]);
  });

  it('of an area or an indicator of another feed are refused, whoever sends them', async () => {
    const rows = [`skills.pupils,E08000024,1860,1,,,`, `skills.share,${G},1860,1,,,`, `skills.pupils,${G},1860,1,,,`];
    const reply = await house.csv([HEAD, ...rows, ''].join('\n'), { feed: 'gateshead', token: house.teamToken });
    expect(reasons(reply)).toEqual([
      [1, 'area', 'not-your-area'],
      [2, 'indicator', 'not-your-indicator'],
    ]);
    expect(reply.body.rows.taken).toBe(1);
  });

  it('as JSON may carry any key and any text; none of them reaches a prototype', async () => {
    const rows = [
      `{"indicator":"skills.pupils","area":"${G}","period":"1870","value":3,"__proto__":{"value":9},"constructor":{"prototype":{"value":9}}}`,
      `{"__proto__":{"indicator":"skills.pupils","area":"${G}","period":"1871","value":3}}`,
      `{"indicator":"constructor","area":"toString","period":"1872","value":1}`,
      `{"indicator":{"a":1},"area":"${G}","period":"1873","value":1}`,
      `["skills.pupils","${G}","1874",1]`,
      `{"indicator":"skills.pupils","area":"${G}","period":"1875","value":NaN}`,
    ];
    const reply = await house.csv(rows.join('\n'), { name: 'rows.ndjson' });
    expect([reply.status, reply.body.rows.read, reply.body.rows.taken]).toEqual([201, 6, 1]);
    expect(reply.body.rows.refused + reply.body.rows.ignored).toBe(5);
    for (const refused of reply.body.refusals) expect(refused.detail).toMatch(helpful);
    expect(await house.value('skills.pupils', G, '1870')).toBe(3);
    const list = `[{"indicator":"skills.pupils","area":"${G}","period":"1876","value":4,"__proto__":null},{"indicator":"__proto__","area":"${G}","period":"1876","value":4}]`;
    expect(reasons(await house.csv(list, { name: 'list.json' }))).toEqual([[2, 'indicator', 'unknown-indicator']]);
  });

  it('in another encoding are read as what they are, or refused on a feed that insists on UTF-8', async () => {
    const withPound = (year: number): string =>
      `${HEAD},note\nskills.pupils,${G},${year},5,,,,cost £5 – "fine"\n`.replace('"fine"', 'fine');
    const cp1252 = Buffer.concat([...withPound(1880)].map((c) => Buffer.from([c === '£' ? 0xa3 : c === '–' ? 0x96 : c.charCodeAt(0)])));
    const reply = await house.csv(cp1252);
    expect([reply.body.rows.taken, reply.body.notes.map((n: { code: string }) => n.code)]).toEqual([1, ['cp1252']]);
    const utf16 = await house.csv(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(withPound(1881), 'utf16le')]));
    const swapped = await house.csv(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(withPound(1882), 'utf16le').swap16()]));
    expect([utf16.body.rows.taken, swapped.body.rows.taken]).toEqual([1, 1]);
    const strict = await house.csv(cp1252, { feed: 'strict' });
    expect(reasons(strict)).toEqual([[1, null, 'invalid-utf8']]);
    expect(await house.value('skills.pupils', G, '1881')).toBe(5);
  });
});
