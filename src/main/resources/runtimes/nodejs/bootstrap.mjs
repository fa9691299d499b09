// Runs a Node.js function: loads its handler, then asks the Runtime API for one event after the other.
// The answer of a call and the request for the next event leave in one write.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const API = process.env.AWS_LAMBDA_RUNTIME_API ?? '127.0.0.1:9001';
const TASK_ROOT = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
const HANDLER = process.env._HANDLER ?? 'index.handler';
const PREFIX = '/2018-06-01/runtime';
const NEXT = `GET ${PREFIX}/invocation/next HTTP/1.1\r\nHost: ${API}\r\n\r\n`;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';

/** Speaks HTTP/1.1 over one kept connection: answers come in the order of the requests. */
class RuntimeClient {
  #socket;
  #expected = [];
  #pending = null; // bytes of an unfinished head
  #answer = null; // {status, headers, body, filled}

  constructor(onGone) {
    const colon = API.lastIndexOf(':');
    this.#socket = net.connect({ host: API.slice(0, colon), port: Number(API.slice(colon + 1)), noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => onGone(error));
    this.#socket.on('close', () => onGone(null));
  }

  /** Lets the process see when nothing but this connection keeps it alive. */
  unref() {
    this.#socket.unref();
  }

  ref() {
    this.#socket.ref();
  }

  /** Writes one or more requests at once; each gets its own receiver of {status, headers, body}. */
  send(bytes, ...receivers) {
    this.#expected.push(...receivers);
    this.#socket.write(bytes);
  }

  sendWithBody(head, body, tail, ...receivers) {
    this.#expected.push(...receivers);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(body);
    if (tail) this.#socket.write(tail);
    this.#socket.uncork();
  }

  #read(chunk) {
    while (chunk.length > 0) {
      if (this.#answer === null) {
        chunk = this.#readHead(chunk);
      } else {
        chunk = this.#readBody(chunk);
      }
      if (this.#answer !== null && this.#answer.filled === this.#answer.body.length) {
        const answer = this.#answer;
        this.#answer = null;
        this.#expected.shift()(answer);
      }
    }
  }

  #readHead(chunk) {
    const bytes = this.#pending === null ? chunk : Buffer.concat([this.#pending, chunk]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#pending = bytes;
      return Buffer.alloc(0);
    }
    this.#pending = null;
    const lines = bytes.toString('utf8', 0, end).split('\r\n');
    const headers = Object.create(null);
    for (let i = 1; i < lines.length; i++) {
      const colon = lines[i].indexOf(':');
      headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 1).trim();
    }
    const length = Number(headers['content-length'] ?? 0);
    const rest = bytes.subarray(end + 4);
    const status = Number(lines[0].slice(9, 12));
    if (rest.length >= length) {
      this.#answer = { status, headers, body: rest.subarray(0, length), filled: length };
      return rest.subarray(length);
    }
    this.#answer = { status, headers, body: Buffer.allocUnsafe(length), filled: 0 };
    return rest;
  }

  #readBody(chunk) {
    const { body, filled } = this.#answer;
    const taken = Math.min(chunk.length, body.length - filled);
    chunk.copy(body, filled, 0, taken);
    this.#answer.filled += taken;
    return chunk.subarray(taken);
  }
}

/** An error whose type is Lambda's name for what went wrong while loading. */
class RuntimeFailure extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

function errorObject(error) {
  if (error instanceof Error || (error !== null && typeof error === 'object' && 'message' in error && 'stack' in error)) {
    return {
      errorType: String(error.name ?? 'Error'),
      errorMessage: String(error.message),
      trace: String(error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function log(what, object) {
  fs.writeSync(2, `${what}\t${JSON.stringify(object)}\n`);
}

function post(url, body, headers = '', contentType = 'application/json') {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  return `POST ${PREFIX}${url} HTTP/1.1\r\nHost: ${API}\r\nContent-Type: ${contentType}\r\n${headers}Content-Length: ${length}\r\n\r\n`;
}

function errorHeader(object) {
  const type = /^[A-Za-z0-9_.$]{1,256}$/.test(object.errorType) ? object.errorType : 'Function.Unknown';
  return `Lambda-Runtime-Function-Error-Type: ${type}\r\n`;
}

// ---------------------------------------------------------------- loading

async function loadHandler() {
  const slash = HANDLER.lastIndexOf('/') + 1;
  const name = HANDLER.slice(slash);
  const dot = name.indexOf('.');
  if (dot < 1 || dot === name.length - 1 || HANDLER.includes('..')) {
    throw new RuntimeFailure('MalformedHandlerName', `Bad handler "${HANDLER}": write file.function, as in index.handler`);
  }
  const file = path.resolve(TASK_ROOT, HANDLER.slice(0, slash), name.slice(0, dot));
  const exported = await loadModule(file, HANDLER.slice(0, slash) + name.slice(0, dot));
  const names = name.slice(dot + 1).split('.');
  const found = lookUp(exported, names) ?? lookUp(exported.default, names);
  if (found === undefined || found === null) {
    throw new RuntimeFailure('HandlerNotFound', `${HANDLER} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeFailure('HandlerNotFound', `${HANDLER} is not a function`);
  }
  return found;
}

function lookUp(value, names) {
  for (const name of names) {
    if (value === undefined || value === null) return undefined;
    value = value[name];
  }
  return value;
}

async function loadModule(file, shown) {
  const extension = ['.js', '.mjs', '.cjs'].find((each) => fs.existsSync(file + each));
  if (extension === undefined) {
    throw new RuntimeFailure('ImportModuleError', `Error: Cannot find module '${shown}': there is no ${shown}.js, .mjs or .cjs in the package`);
  }
  try {
    return await load(file + extension, extension);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(new RuntimeFailure('UserCodeSyntaxError', String(error)), { stack: error.stack });
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw Object.assign(new RuntimeFailure('ImportModuleError', `Error: ${error.message}`), { stack: error.stack });
    }
    throw error;
  }
}

async function load(file, extension) {
  if (extension === '.mjs' || (extension === '.js' && isInModulePackage(file))) {
    return import(pathToFileURL(file));
  }
  try {
    return createRequire(file)(file);
  } catch (error) {
    // ES module syntax in a .js file without "type": newer versions of Node tell by reading it.
    const esm = error?.code === 'ERR_REQUIRE_ESM' || error?.code === 'ERR_REQUIRE_ASYNC_MODULE';
    const esmSyntax = error instanceof SyntaxError && /import statement|'export'|import\.meta/.test(error.message);
    if (esm || (extension === '.js' && esmSyntax)) return import(pathToFileURL(file));
    throw error;
  }
}

function isInModulePackage(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch (error) {
      if (error.code !== 'ENOENT') return false;
    }
    if (folder === TASK_ROOT || folder === path.dirname(folder)) return false;
  }
}

// ---------------------------------------------------------------- streamed answers, sent when they end

class ResponseStream extends Writable {
  contentType = 'application/octet-stream';
  #chunks = [];

  _write(chunk, encoding, callback) {
    this.#chunks.push(chunk);
    callback();
  }

  setContentType(contentType) {
    this.contentType = String(contentType).replace(/[^\x20-\x7e]/g, '');
  }

  bytes() {
    return Buffer.concat(this.#chunks);
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = true;
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType(HTTP_INTEGRATION);
      stream.write(JSON.stringify(prelude));
      stream.write(Buffer.alloc(8));
      return stream;
    },
  },
};

// ---------------------------------------------------------------- running

/** One event and its answer, which is given once; what comes later is ignored. */
class Call {
  #answered = false;
  #whenIdle = null;
  #stream = null;

  constructor(answer) {
    const { headers } = answer;
    this.id = headers['lambda-runtime-aws-request-id'];
    this.#answer = answer;
  }

  #answer;

  run(handler) {
    let event;
    try {
      event = eventOf(this.#answer);
    } catch (error) {
      this.fail(new RuntimeFailure('UnmarshalError', `Unable to parse the event: ${error.message}`));
      return;
    }
    try {
      const context = this.#context();
      this.#answer = null;
      if (handler[STREAMING]) {
        this.#runStreaming(handler, event, context);
      } else {
        this.#watch(handler, handler(event, context, this.#callback(context)));
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nothing is left to wait for: a stored answer goes out, else there is none. */
  onIdle() {
    if (this.#whenIdle !== null) {
      this.#whenIdle();
    } else if (this.#stream !== null && !this.#stream.writableEnded) {
      this.#stream.end();
    } else {
      this.succeed(undefined);
    }
  }

  succeed(result) {
    let body;
    try {
      body = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch (error) {
      this.fail(new RuntimeFailure('MarshalError', `Unable to stringify the result: ${error.message}`));
      return;
    }
    if (this.#once()) {
      const head = post(`/invocation/${this.id}/response`, body);
      askNext(head + body, null);
    }
  }

  fail(error) {
    const object = errorObject(error);
    if (this.#once()) {
      log('ERROR\tInvoke Error', object);
      const body = JSON.stringify(object);
      askNext(post(`/invocation/${this.id}/error`, body, errorHeader(object)) + body, null);
    }
  }

  /** Reports an error after which the process cannot be trusted. */
  failForGood(error, status) {
    const object = errorObject(error);
    log('ERROR\tUncaught Exception', object);
    if (!this.#once()) process.exit(status);
    const body = JSON.stringify(object);
    client.ref();
    client.send(post(`/invocation/${this.id}/error`, body, errorHeader(object)) + body, () => process.exit(status));
  }

  #once() {
    if (this.#answered) return false;
    this.#answered = true;
    return true;
  }

  #watch(handler, result) {
    if (typeof result?.then === 'function') {
      result.then(
        (value) => this.succeed(value),
        (error) => this.fail(error),
      );
    } else if (handler.length < 3 && isPlain(result)) {
      this.succeed(result);
    }
  }

  #runStreaming(handler, event, context) {
    const stream = new ResponseStream();
    this.#stream = stream;
    stream.on('finish', () => {
      if (!this.#once()) return;
      const body = stream.bytes();
      const mode = 'Lambda-Runtime-Function-Response-Mode: streaming\r\n';
      askNext(post(`/invocation/${this.id}/response`, body, mode, stream.contentType), body);
    });
    stream.on('error', (error) => this.fail(error));
    Promise.resolve(handler(event, stream, context)).catch((error) => this.fail(error));
  }

  #callback(context) {
    return (error, result) => {
      const answer = () => (error === undefined || error === null ? this.succeed(result) : this.fail(error));
      if (context.callbackWaitsForEmptyEventLoop && !this.#answered && this.#whenIdle === null) {
        this.#whenIdle = answer;
      } else if (!context.callbackWaitsForEmptyEventLoop) {
        answer();
      }
    };
  }

  #context() {
    const { headers } = this.#answer;
    const { env } = process;
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const clientContext = headers['lambda-runtime-client-context'];
    const identity = headers['lambda-runtime-cognito-identity'];
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: clientContext ? JSON.parse(clientContext) : undefined,
      identity: identity ? JSON.parse(identity) : undefined,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: this.id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    const callback = this.#callback(context);
    context.done = callback;
    context.succeed = (result) => callback(null, result);
    context.fail = (error) => callback(error ?? new Error('context.fail was called without an error'));
    return context;
  }
}

/** JSON as Lambda's events are; other media types arrive as text or bytes. */
function eventOf({ headers, body }) {
  const type = (headers['content-type'] ?? 'application/json').split(';')[0].trim().toLowerCase();
  if (type === 'application/json' || type.endsWith('+json')) return JSON.parse(body.toString('utf8'));
  if (type.startsWith('text/')) return body.toString('utf8');
  if (type !== 'application/x-www-form-urlencoded') return Buffer.from(body);
  const text = body.toString('utf8');
  try {
    return JSON.parse(text); // curl -d says so of everything
  } catch {
    return text;
  }
}

/** A handler without a callback may return plain values; a timer or a socket is no answer. */
function isPlain(value) {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object') return typeof value !== 'function' && typeof value !== 'symbol';
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

let client = null;
let call = null;
let handle = null;

function onEvent(answer) {
  if (answer.status !== 200) {
    log('ERROR\tRuntime API', { status: answer.status, body: answer.body.toString() });
    process.exit(1);
  }
  const traceId = answer.headers['lambda-runtime-trace-id'];
  if (traceId) process.env._X_AMZN_TRACE_ID = traceId;
  client.unref();
  call = new Call(answer);
  call.run(handle);
}

/** Sends an answer and asks for the next event behind it. */
function askNext(head, body) {
  call = null;
  client.ref();
  if (body === null) {
    client.send(head + NEXT, onPosted, onEvent);
  } else {
    client.sendWithBody(head, body, NEXT, onPosted, onEvent);
  }
}

/** A refused answer (too large, too late) has ended the call already; there is nothing to mend. */
function onPosted({ status, body }) {
  if (status !== 202) log('ERROR\tRuntime API', { status, body: body.toString() });
}

function onUncaught(error, type, status) {
  const shown = type === null ? error : Object.assign(new RuntimeFailure(type, String(error?.message ?? error)), { stack: error?.stack ?? String(error) });
  if (call !== null) {
    call.failForGood(shown, status);
  } else if (handle === null) {
    failInit(shown);
  } else {
    log('ERROR\tUncaught Exception', errorObject(shown));
    process.exit(status);
  }
}

function failInit(error) {
  const object = errorObject(error);
  log('ERROR\tInit Error', object);
  const body = JSON.stringify(object);
  client.send(post('/init/error', body, errorHeader(object)) + body, () => process.exit(1));
}

process.on('uncaughtException', (error) => onUncaught(error, null, 129));
process.on('unhandledRejection', (reason) => onUncaught(reason, 'UnhandledPromiseRejection', 128));
process.on('beforeExit', () => call?.onIdle());

client = new RuntimeClient((error) => {
  if (error) log('ERROR\tRuntime API', errorObject(error));
  process.exit(error ? 1 : 0);
});

try {
  handle = await loadHandler();
  client.send(NEXT, onEvent);
} catch (error) {
  failInit(error);
}
