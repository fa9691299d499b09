// Runs a Node.js function: loads its handler, then asks the Runtime API for one event after the other.
// The answer of a call and the request for the next event leave in one write.
// With --blank it warms up first and then asks which function it is to become.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

const API = process.env.AWS_LAMBDA_RUNTIME_API ?? '127.0.0.1:9001';
const PREFIX = '/2018-06-01/runtime';
const NEXT = get(`${PREFIX}/invocation/next`);
const SPECIALIZATION = get('/meterlark/specialization');

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';

/** Speaks HTTP/1.1 over one kept connection: answers come in the order of the requests. */
class RuntimeClient {
  #socket;
  #expected = [];
  #pending = null; // bytes of an unfinished head
  #answer = null; // {status, headers, body, filled}

  constructor(socket) {
    this.#socket = socket;
  }

  static connect(onGone) {
    const colon = API.lastIndexOf(':');
    const socket = net.connect({ host: API.slice(0, colon), port: Number(API.slice(colon + 1)), noDelay: true });
    const client = new RuntimeClient(socket);
    socket.on('data', (chunk) => client.read(chunk));
    socket.on('error', (error) => onGone(error));
    socket.on('close', () => onGone(null));
    return client;
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
    this.expect(...receivers);
    this.#socket.write(bytes);
  }

  sendWithBody(head, body, tail, ...receivers) {
    this.expect(...receivers);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(body);
    if (tail) this.#socket.write(tail);
    this.#socket.uncork();
  }

  expect(...receivers) {
    this.#expected.push(...receivers);
  }

  read(chunk) {
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

function get(url) {
  return `GET ${url} HTTP/1.1\r\nHost: ${API}\r\n\r\n`;
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

async function loadHandler(taskRoot, handler) {
  const slash = handler.lastIndexOf('/') + 1;
  const name = handler.slice(slash);
  const dot = name.indexOf('.');
  if (dot < 1 || dot === name.length - 1 || handler.includes('..')) {
    throw new RuntimeFailure('MalformedHandlerName', `Bad handler "${handler}": write file.function, as in index.handler`);
  }
  const file = path.resolve(taskRoot, handler.slice(0, slash), name.slice(0, dot));
  const exported = await loadModule(file, handler.slice(0, slash) + name.slice(0, dot), taskRoot);
  const names = name.slice(dot + 1).split('.');
  const found = lookUp(exported, names) ?? lookUp(exported.default, names);
  if (found === undefined || found === null) {
    throw new RuntimeFailure('HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeFailure('HandlerNotFound', `${handler} is not a function`);
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

async function loadModule(file, shown, taskRoot) {
  const extension = ['.js', '.mjs', '.cjs'].find((each) => fs.existsSync(file + each));
  if (extension === undefined) {
    throw new RuntimeFailure('ImportModuleError', `Error: Cannot find module '${shown}': there is no ${shown}.js, .mjs or .cjs in the package`);
  }
  try {
    return await load(file + extension, extension, taskRoot);
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

async function load(file, extension, taskRoot) {
  if (extension === '.mjs' || (extension === '.js' && isInModulePackage(file, taskRoot))) {
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

function isInModulePackage(file, taskRoot) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch (error) {
      if (error.code !== 'ENOENT') return false;
    }
    if (folder === taskRoot || folder === path.dirname(folder)) return false;
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

// ---------------------------------------------------------------- blank: warm, and nobody's yet

const WARM_UP_CALLS = 200;

/**
 * Runs what the first call of a function runs, so that its code is loaded and no longer new: the loader for both kinds of
 * modules, and calls in a conversation with nobody. Leaves nothing behind that a function could find.
 */
async function warmUp() {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const connected = client;
  await import('data:text/javascript,export const handler = async () => null;');
  handle = await loadHandler(folder, 'sample.handler');
  forget(path.join(folder, 'sample.cjs'));
  try {
    for (let i = 0; i < WARM_UP_CALLS; i++) await sampleCall();
  } finally {
    client = connected;
    handle = null;
    call = null;
    delete process.env._X_AMZN_TRACE_ID;
  }
}

/** The module's traces in the caches that functions can look into. */
function forget(file) {
  const { _cache, _pathCache } = createRequire(file)('module');
  delete _cache[file];
  for (const key of Object.keys(_pathCache)) {
    if (_pathCache[key] === file) delete _pathCache[key];
  }
}

function sampleCall() {
  const body = Buffer.from('{"name":"sample","list":[1,2.5,true,null,"\u00fc"]}');
  const head =
    `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: sample\r\n` +
    'Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invoked-Function-Arn: sample\r\nLambda-Runtime-Trace-Id: sample\r\n\r\n';
  return new Promise((resolve) => {
    const nobody = { on() {}, ref() {}, unref() {}, cork() {}, uncork() {}, write: () => resolve() };
    client = new RuntimeClient(nobody);
    client.expect(onEvent);
    client.read(Buffer.concat([Buffer.from(head), body]));
  });
}

/** Becomes the function that the platform names: its environment, its folder, no trace of having waited. */
function specialize() {
  process.argv.splice(2);
  return new Promise((resolve) => {
    client.send(SPECIALIZATION, ({ status, body }) => {
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

// ----------------------------------------------------------------

client = RuntimeClient.connect((error) => {
  if (error) log('ERROR\tRuntime API', errorObject(error));
  process.exit(error ? 1 : 0);
});

if (process.argv[2] === '--blank') {
  await warmUp();
  await specialize();
}
try {
  handle = await loadHandler(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), process.env._HANDLER ?? 'index.handler');
  client.send(NEXT, onEvent);
} catch (error) {
  failInit(error);
}
