// Several calls at once in one process: whose is what. Loaded only where there are any.

'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const fs = require('node:fs');

const { answerCallbacksAtOnce } = require('./call.cjs');
const { errorObject, log, printThrough } = require('./errors.cjs');

/** A pipe takes so many bytes at once or not at all: nothing of a child process gets between. */
const LARGEST_FRAME = 4096;
const FRAME = 0x1e;

const REQUEST_ID = Symbol.for('_AWS_LAMBDA_REQUEST_ID');
const TRACE_ID = Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID');
const TENANT_ID = Symbol.for('_AWS_LAMBDA_TENANT_ID');
const PROTECTED = [REQUEST_ID, TRACE_ID, TENANT_ID];

const current = new AsyncLocalStorage(); // of {call, values}
let writeOut = null;

/** From now on what a call prints says so, and no callback waits for an event loop that serves others too. */
function begin() {
  const { stdout, stderr } = process;
  writeOut = stdout.write.bind(stdout);
  for (const stream of [stdout, stderr]) stream.write = framing(stream.write.bind(stream));
  printThrough((text, callId) => (callId === null ? fs.writeSync(2, text) : writeFrames(callId, Buffer.from(text))));
  answerCallbacksAtOnce();
  globalThis.awslambda.InvokeStore = store;
}

function run(call, handler) {
  const values = { [REQUEST_ID]: call.id, [TRACE_ID]: call.traceId, [TENANT_ID]: call.tenantId };
  current.run({ call, values }, () => call.run(handler));
}

function currentCall() {
  return current.getStore()?.call;
}

/** Ends the call whose it is. When nobody knows whose it is, nobody's state can be trusted. */
function onUncaught(error, status, lanes) {
  const call = currentCall();
  if (call !== undefined) {
    call.fail(error);
    return;
  }
  const calls = lanes.map((lane) => lane.call).filter((each) => each !== null);
  calls.forEach((each) => each.failForGood(error, status));
  if (calls.length === 0) {
    log('ERROR\tUncaught Exception', errorObject(error));
    process.exit(status);
  }
}

function framing(write) {
  return (chunk, encoding, callback) => {
    const call = currentCall();
    if (call === undefined) return write(chunk, encoding, callback);
    const done = typeof encoding === 'function' ? encoding : callback;
    writeFrames(call.id, typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk);
    if (done) process.nextTick(done);
    return true;
  };
}

/** Byte 0x1E, the call's id, a blank, the number of bytes, a line feed, the bytes. */
function writeFrames(callId, bytes) {
  const most = LARGEST_FRAME - Buffer.byteLength(callId) - 7;
  for (let from = 0; from < bytes.length; from += most) {
    const part = bytes.subarray(from, from + most);
    writeOut(Buffer.concat([Buffer.of(FRAME), Buffer.from(`${callId} ${part.length}\n`), part]));
  }
}

/** What AWS's `@aws/lambda-invoke-store` and SDK look for: values of the call that asks. */
const store = {
  PROTECTED_KEYS: { REQUEST_ID, X_RAY_TRACE_ID: TRACE_ID, TENANT_ID },
  getContext: () => current.getStore()?.values,
  hasContext: () => current.getStore() !== undefined,
  get: (key) => current.getStore()?.values[key],
  set(key, value) {
    if (PROTECTED.includes(key)) throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
    const values = current.getStore()?.values;
    if (values !== undefined) values[key] = value;
  },
  run: (values, code) => current.run({ call: currentCall(), values }, code),
  getRequestId: () => store.get(REQUEST_ID) ?? '-',
  getXRayTraceId: () => store.get(TRACE_ID),
  getTenantId: () => store.get(TENANT_ID),
};

module.exports = { begin, currentCall, onUncaught, run };
