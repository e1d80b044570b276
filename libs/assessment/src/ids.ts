import { v5 } from 'uuid';

/** The namespace of the ids that assessment makes; fixed for good, for ids in the log were made in it. */
const NAMESPACE = 'b3a6d1f2-57c4-5e0b-9a41-2f6c0d8e7a15';

/** The id of the episode that a trigger opens in a breach stream. */
export const episodeId = (stream: string, triggerEvent: string): string => v5(`${stream} ${triggerEvent} episode`, NAMESPACE);

/** The id of the step that a trigger makes in a breach stream: the same trigger twice makes the same event. */
export const stepId = (stream: string, triggerEvent: string, step: string): string => v5(`${stream} ${triggerEvent} ${step}`, NAMESPACE);
