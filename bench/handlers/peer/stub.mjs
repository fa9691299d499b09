// The least that can stand between a caller and one runtime: takes a POST, hands it over by Lambda's Runtime API, gives the
// answer back. No admission, no sandbox, no record. Arguments: the callers' port, the runtime's port.
import http from "node:http";

const waiting = []; // callers whose event nobody has yet
const asking = []; // the runtime's open question for the next event
const running = new Map(); // callers by the id of their event
let calls = 0;

function match() {
  while (waiting.length > 0 && asking.length > 0) {
    const { body, response } = waiting.shift();
    const id = `00000000-0000-4000-8000-${String(++calls).padStart(12, "0")}`;
    running.set(id, response);
    asking.shift().writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": body.length,
      "Lambda-Runtime-Aws-Request-Id": id,
      "Lambda-Runtime-Deadline-Ms": String(Date.now() + 30_000),
      "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:hello",
      "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    }).end(body);
  }
}

function read(request, then) {
  const pieces = [];
  request.on("data", piece => pieces.push(piece));
  request.on("end", () => then(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)));
}

http.createServer((request, response) => read(request, body => {
  waiting.push({ body, response });
  match();
})).listen(Number(process.argv[2]), "127.0.0.1");

http.createServer((request, response) => {
  if (request.method === "GET") {
    asking.push(response);
    response.on("close", () => asking.includes(response) && asking.splice(asking.indexOf(response), 1)); // its process is gone
    match();
    return;
  }
  const [, id, what] = request.url.match(/invocation\/([^/]+)\/(response|error)$/) ?? [];
  read(request, body => {
    response.writeHead(202, { "Content-Length": 0 }).end();
    const caller = running.get(id);
    running.delete(id);
    caller?.writeHead(what === "response" ? 200 : 502, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
  });
}).listen(Number(process.argv[3]), "127.0.0.1");
