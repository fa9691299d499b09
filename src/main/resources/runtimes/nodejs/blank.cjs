// A runtime that is nobody's yet: gets warm, and becomes a function's when the platform says whose.

'use strict';

require('./concurrency.cjs');
const { ApiConnection, get } = require('./connection.cjs');
const { Lane } = require('./lane.cjs');
const { loadHandler } = require('./loading.cjs');

const CALLS = 200;
const STREAMED_CALLS = 20;
const ACCEPTED = 'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"status":"OK"}';
const EVENT = '{"name":"sample","list":[1,2.5,true,null,"\\u00fc"]}'; // in ASCII: characters are bytes
const NEXT_EVENT = `HTTP/1.1 200 OK\r\nContent-Length: ${EVENT.length}\r
Content-Type: application/json\r
Lambda-Runtime-Aws-Request-Id: sample\r
Lambda-Runtime-Deadline-Ms: 4102444800000\r
Lambda-Runtime-Invoked-Function-Arn: sample\r
Lambda-Runtime-Trace-Id: sample\r\n\r\n${EVENT}`;

/**
 * Runs what the first call of a function runs, so that its code is loaded and no longer new: the loader for both kinds of
 * modules, and calls in a conversation with nobody. Leaves nothing behind that a function could find.
 */
async function warmUp() {
  await converse(await loadHandler(__dirname, 'sample.handler'), CALLS);
  await converse(await loadHandler(__dirname, 'streamed.handler'), STREAMED_CALLS);
}

function converse(handler, calls) {
  return new Promise((resolve) => {
    let left = calls;
    const nobody = {
      on() {},
      ref() {},
      unref() {},
      cork() {},
      uncork() {},
      write(text) {
        if (typeof text !== 'string' || !text.includes('/invocation/next')) return true;
        if (left-- === 0) {
          resolve();
        } else {
          queueMicrotask(() => connection.read(Buffer.from(left === calls - 1 ? NEXT_EVENT : ACCEPTED + NEXT_EVENT)));
        }
        return true;
      },
    };
    const connection = new ApiConnection(nobody);
    new Lane(connection, (call) => call.run(handler), true).ask();
  });
}

/** Becomes the function that the platform names: its environment, its folder, no trace of having waited. */
function specialize(connection) {
  process.argv.splice(2);
  return new Promise((resolve) => {
    connection.send(get('/meterlark/specialization'), ({ status, body }) => {
      if (status !== 200) process.exit(1);
      const { environment } = JSON.parse(body.toString('utf8'));
      for (const name of Object.keys(process.env)) {
        if (!Object.hasOwn(environment, name)) delete process.env[name];
      }
      for (const [name, value] of Object.entries(environment)) {
        if (process.env[name] !== value) process.env[name] = value;
      }
      process.chdir(process.env.LAMBDA_TASK_ROOT);
      resolve();
    });
  });
}

module.exports = { specialize, warmUp };
