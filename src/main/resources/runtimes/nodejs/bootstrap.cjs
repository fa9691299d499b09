// Runs a Node.js function: loads its handler, then asks the Runtime API for one event after the other, on as many
// connections as the function takes calls at once. With --blank it warms up first and then asks which function it is to become.

'use strict';

const { describeFunction } = require('./call.cjs');
const { ApiConnection, NEXT, post } = require('./connection.cjs');
const { RuntimeFailure, errorHeader, errorObject, log } = require('./errors.cjs');
const { Lane } = require('./lane.cjs');
const { loadHandler } = require('./loading.cjs');
require('./streaming.cjs');

const lanes = [];
let handler = null;
let concurrency = null; // the module, where there is any

function onUncaught(error, type, status) {
  const shown = type === null ? error : Object.assign(new RuntimeFailure(type, String(error?.message ?? error)), { stack: error?.stack ?? String(error) });
  if (handler === null) {
    failInit(shown);
  } else if (concurrency !== null) {
    concurrency.onUncaught(shown, status, lanes);
  } else if (lanes[0].call !== null) {
    lanes[0].call.failForGood(shown, status);
  } else {
    log('ERROR\tUncaught Exception', errorObject(shown));
    process.exit(status);
  }
}

function failInit(error) {
  const object = errorObject(error);
  log('ERROR\tInit Error', object);
  const body = JSON.stringify(object);
  first.send(post('/init/error', body, errorHeader(object)) + body, () => process.exit(1));
}

/**
 * The environment's prototype knows the trace of the call that asks. As a variable it would be one for all calls, and the C
 * library keeps whatever a variable ever was: a leak with every call.
 */
function showTrace() {
  delete process.env._X_AMZN_TRACE_ID;
  const get = () => (concurrency === null ? lanes[0]?.call : concurrency.currentCall())?.traceId;
  Object.defineProperty(Object.getPrototypeOf(process.env), '_X_AMZN_TRACE_ID', { get, configurable: true });
}

/** The platform ends a conversation by closing it. */
function onGone(error) {
  if (error) log('ERROR\tRuntime API', errorObject(error));
  process.exit(error ? 1 : 0);
}

process.on('uncaughtException', (error) => onUncaught(error, null, 129));
process.on('unhandledRejection', (reason) => onUncaught(reason, 'UnhandledPromiseRejection', 128));
process.on('beforeExit', () => lanes[0]?.call?.onIdle());

const first = ApiConnection.open(onGone);

async function main() {
  if (process.argv[2] === '--blank') {
    const { specialize, warmUp } = require('./blank.cjs');
    await warmUp();
    await specialize(first);
  }
  const calls = Number(process.env.AWS_LAMBDA_MAX_CONCURRENCY ?? 1);
  if (calls > 1) {
    concurrency = require('./concurrency.cjs');
    concurrency.begin();
  }
  describeFunction(process.env);
  showTrace();
  leaveNoTrace();
  handler = await loadHandler(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), process.env._HANDLER ?? 'index.handler');
  const run = concurrency === null ? (call) => call.run(handler) : (call) => concurrency.run(call, handler);
  lanes.push(new Lane(first, run, concurrency === null));
  while (lanes.length < calls) lanes.push(new Lane(ApiConnection.open(onGone), run, false));
  lanes.forEach((lane) => lane.ask());
}

/** To a function, the caches of modules and what is called the main one are its own. */
function leaveNoTrace() {
  const { _cache, _pathCache } = require('node:module');
  for (const cache of [_cache, _pathCache]) {
    for (const key of Object.keys(cache)) delete cache[key];
  }
  process.mainModule = undefined;
}

main().catch(failInit);
