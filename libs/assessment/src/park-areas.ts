import type { Parking } from '#libs/event-feed';
import type { StoredEvent } from '#libs/event-store';
import type { ElementCells } from './element-cells.js';
import { cellId, elementId } from './pages.js';

/** Where what an event leads to is parked. */
export interface ParkingAt {
  readonly parking: Parking;
  readonly event: StoredEvent;
}

/** Parks each area of the element of which a rule has thrown, `<target>.<element>|<area>`, and takes back what succeeds by now. */
export function parkAreas(cells: ElementCells, { parking, event }: ParkingAt): void {
  const { target, code, affected } = cells.scope;
  parking.unpark(elementId(target.code, code));
  const isAnyParked = parking.isAnyParked();
  for (const area of affected) {
    const scope = cellId(target.code, code, area);
    const isParked = isAnyParked && parking.isScopeParked(scope);
    if (isParked) judgeAll(cells, area);
    const error = cells.errorOf(area);
    if (error === undefined && isParked) parking.unpark(scope);
    if (error !== undefined && !isParked) parking.park(event, error, scope);
  }
}

/** A document that stands as it was is not judged for; what is parked goes on being so while any period fails. */
function judgeAll(cells: ElementCells, area: string): void {
  for (const period of cells.periodsOf(area)) cells.at(area, period);
}
