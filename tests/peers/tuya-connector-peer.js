// Tuya's own client for Node.js, asked once and gone.
//
//   node tuya-connector-peer.js '{"baseUrl", "accessKey", "secretKey", "calls": [{"method", "path", ...}]}'
//
// Writes the answers, in order, as one JSON array. Its requests without a body have the body "{}".

import { TuyaContext } from "@tuya/tuya-connector-nodejs";

const { calls, ...account } = JSON.parse(process.argv[2]);
const context = new TuyaContext(account);
const answers = [];
for (const call of calls) {
  answers.push(await context.request(call));
}
process.stdout.write(JSON.stringify(answers));
