// Checks Kubernetes objects against the schemas of their kinds: missing required fields, wrong types, wrong values.
// Argument: a file with JSON objects, one after the other. Prints a line for each fault and ends with 1 if there is one.
import { readFileSync } from "node:fs";

const packages = {
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/monitoring.coreos.com",
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api/gateway.networking.k8s.io",
};

async function modelOf(apiVersion, kind) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const own = group.endsWith(".k8s.io") ? group : group.replace(/\..*/, "");
  const base = packages[group] ?? (group ? `kubernetes-models/${own}` : "kubernetes-models");
  return (await import(`${base}/${version}/${kind}`))[kind];
}

let faults = 0;
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const Model = await modelOf(object.apiVersion, object.kind);
  try {
    new Model(object).validate();
  } catch (error) {
    faults++;
    console.log(`${object.kind} ${object.metadata?.name}: ${error.message}`);
  }
}
process.exit(faults ? 1 : 0);
