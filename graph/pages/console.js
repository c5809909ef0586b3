"use strict";
const at = (id) => document.getElementById(id);
const START = `{
  edition { number publishedAt offices settlements services }
  publicServices(first: 5) { edges { node { id name(language: RU) } } }
}`;
const DOCS = `{ __schema { types { kind name description
  fields { name description type { ...T } args { name description type { ...T } } }
  inputFields { name description type { ...T } } enumValues { name description } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;
const given = new URLSearchParams(location.search);
at("query").value = given.get("query") || localStorage.getItem("kense.query") || START;
at("variables").value = given.get("variables") || localStorage.getItem("kense.variables") || "{}";

async function ask(query, variables, accept) {
  const answer = await fetch("/graphql", { method: "POST",
    headers: { "content-type": "application/json", accept }, body: JSON.stringify({ query, variables }) });
  return { status: answer.status, body: await answer.json() };
}
async function run() {
  let variables;
  try { variables = JSON.parse(at("variables").value || "{}"); }
  catch (error) { at("state").textContent = "The variables are not JSON: " + error.message; return; }
  localStorage.setItem("kense.query", at("query").value);
  localStorage.setItem("kense.variables", at("variables").value);
  const start = performance.now();
  try {
    const { status, body } = await ask(at("query").value, variables, at("media").value);
    at("result").textContent = JSON.stringify(body, null, 2);
    at("state").textContent = status + ", " + Math.round(performance.now() - start) + " ms";
  } catch (error) { at("state").textContent = "No answer: " + error.message; }
}
const shown = (type) => type.kind === "NON_NULL" ? shown(type.ofType) + "!"
  : type.kind === "LIST" ? "[" + shown(type.ofType) + "]" : type.name;
function line(tag, text) { const node = document.createElement(tag); node.textContent = text; return node; }
function showDocs(types, wanted) {
  const rows = types.filter((type) => !type.name.startsWith("_")).map((type) => {
    const members = (type.fields || type.inputFields || type.enumValues || [])
      .filter((one) => (type.name + " " + one.name).toLowerCase().includes(wanted));
    if (wanted && !members.length && !type.name.toLowerCase().includes(wanted)) return null;
    const box = document.createElement("details"); box.open = Boolean(wanted);
    box.append(line("summary", type.name), line("dd", type.description || ""));
    for (const one of members) {
      const args = (one.args || []).map((arg) => arg.name + ": " + shown(arg.type)).join(", ");
      box.append(line("div", one.name + (args ? "(" + args + ")" : "") + (one.type ? ": " + shown(one.type) : "")),
        line("dd", one.description || ""));
    }
    return box;
  });
  at("docs").replaceChildren(...rows.filter(Boolean));
}
at("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
ask(DOCS, {}, "application/json").then(({ body }) => {
  if (!body.data) { at("docs").textContent = "The schema may not be asked for here."; return; }
  const types = body.data.__schema.types.sort((a, b) => a.name.localeCompare(b.name));
  showDocs(types, "");
  at("find").addEventListener("input", () => showDocs(types, at("find").value.trim().toLowerCase()));
}).catch((error) => { at("docs").textContent = "No answer: " + error.message; });
