import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { eventSchemas, messageSchemas, terms } from '#libs/schemas';

const BASE = 'https://floor-targets.example/';

/** Gives the check of a schema by its file, as strict as the validator can be. */
export function validators(): (file: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  (formats.default as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  for (const { file, schema } of [terms(), ...eventSchemas(), ...messageSchemas()]) ajv.addSchema({ ...schema, $id: BASE + file });
  return (file) => {
    const check = ajv.getSchema(BASE + file);
    if (check === undefined) throw new Error(`There is no schema ${file} in libs/schemas.`);
    return check as ValidateFunction;
  };
}

/** Gives the check of a part of a document that is not itself a schema, by its pointer. */
export function validatorsIn(document: object): (pointer: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  (formats.default as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  ajv.addSchema({ ...document, $id: `${BASE}document` });
  return (pointer) => {
    const check = ajv.getSchema(`${BASE}document#${pointer}`);
    if (check === undefined) throw new Error(`The document has nothing at ${pointer}.`);
    return check as ValidateFunction;
  };
}
