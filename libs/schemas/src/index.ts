export { components } from './components.js';
export { eventSchemas, messageSchemas, type NamedSchema, type Schema, terms } from './schemas.js';
