import { PushQueue } from './push-queue.js';

describe('the queue of pushes (200 files of 7 MB are not 1.4 GB of memory)', () => {
  const MB = 1024 * 1024;

  it('holds no more in memory than its bound, however many wait', () => {
    const queue = new PushQueue(1024 * MB, 64 * MB);
    const places = Array.from({ length: 200 }, () => queue.place());
    expect(places.filter((place) => place.hold(7 * MB))).toHaveLength(9);
    places[0]!.letGo();
    expect(places[10]!.hold(7 * MB)).toBe(true);
  });
  it('is full by the bytes that wait, until some have left', () => {
    const queue = new PushQueue(14 * MB, 0);
    const [one, other] = [queue.place(), queue.place()];
    one.received(7 * MB);
    expect(queue.isFull).toBe(false);
    other.received(7 * MB);
    expect(queue.isFull).toBe(true);
    one.leave();
    one.leave();
    expect(queue.isFull).toBe(false);
  });
});
