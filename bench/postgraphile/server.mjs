// PostGraphile over the schema "bench" of the database that the libpq variables name; says where it listens.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { printSchema } from "postgraphile/graphql";

// PostGraphile 5 is written for Node 22; this is all that Node 20 lacks of it.
Promise.withResolvers ??= function () {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const handler = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool: new pg.Pool({ max: 8 }), schemas: ["bench"] })],
  grafserv: { graphiql: false, watch: false, maskError: (error) => error },
  grafast: { explain: false },
});
if (process.argv[2] === "--schema") {
  console.log(printSchema(await handler.getSchema()));
  process.exit();
}
const server = createServer();
await handler.createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () =>
  console.error(`running on http://127.0.0.1:${server.address().port}`),
);
