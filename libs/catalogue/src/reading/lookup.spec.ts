import { Refusal } from '#libs/kernel';
import { readAreas } from './read-areas.js';

const read = (text: string): unknown => {
  const outcome = readAreas(text);
  return outcome instanceof Refusal ? outcome.code : outcome;
};

describe('look-ups as the ONS downloads them (design 5)', () => {
  it.each([
    [
      'names in Welsh, a change indicator and a row counter',
      'LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId\nW01000001,A,W01000001,A,U,W06000001,Isle of Anglesey,Ynys Môn,1\n',
    ],
    ['the counter first', '\ufeffObjectId,LAD23CD,LAD23NM,LAD23NMW,RGN23CD,RGN23NM,RGN23NMW\n1,E06000001,A,,E12000001,North East,\n'],
    ['an old counter', 'WD17CD,WD17NM,LAD17CD,LAD17NM,FID\nE05000001,A,E09000001,City of London,1\n'],
    [
      'shapes',
      'LAD24CD,LAD24NM,LAD24NMW,CTRY24CD,CTRY24NM,CTRY24NMW,GlobalID,Shape__Area,Shape__Length\nW06000001,A,B,W92000004,Wales,Cymru,x,1,2\n',
    ],
  ])('are read with %s', (_, text) => expect(read(text)).toMatchObject({ reader: expect.anything() }));
});
