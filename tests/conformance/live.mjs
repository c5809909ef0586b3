// node live.mjs <url> ws|sse <events>: subscribes as given on the standard input ({query, variables} each),
// prints {"ready": true} once the server listens, then a line for each event, and ends after so many.
import { readFileSync } from "node:fs";
import { createClient as createEvents } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import WebSocket from "ws";

const [url, transport, wanted] = process.argv.slice(2);
const payloads = JSON.parse(readFileSync(0, "utf8"));
const client =
  transport === "ws"
    ? createSocket({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 })
    : createEvents({ url, singleConnection: false, retryAttempts: 0 });

let seen = 0;
const print = (line) => process.stdout.write(JSON.stringify(line) + "\n");
await Promise.all(
  payloads.map(
    (payload, index) =>
      new Promise((resolve) => {
        const leave = client.subscribe(payload, {
          next(result) {
            print({ index, ...result });
            seen += 1;
            if (seen >= Number(wanted)) process.exit(0);
          },
          error(error) {
            print({ index, failed: Array.isArray(error) ? error : String(error) });
            resolve(leave);
          },
          complete: () => resolve(leave),
        });
      }),
  ),
);
