// One event and its answer, which is given once; what comes later is ignored.

'use strict';

const { post } = require('./connection.cjs');
const { RuntimeFailure, errorHeader, errorObject, log } = require('./errors.cjs');
const { ResponseStream, streamingOf } = require('./streaming.cjs');

let waitForEmptyEventLoop = true;

/** Where several calls share an event loop it says nothing about one of them. */
function answerCallbacksAtOnce() {
  waitForEmptyEventLoop = false;
}

/** What every call's context says of the function. */
let described = {};

function describeFunction(env) {
  described = {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}

class Call {
  #lane;
  #answer;
  #answered = false;
  #whenIdle = null;
  #stream = null;
  #settled = false; // the handler of a streamed answer has ended
  #exitStatus = null;

  constructor(answer, lane) {
    this.id = answer.headers['lambda-runtime-aws-request-id'];
    this.traceId = answer.headers['lambda-runtime-trace-id'];
    this.tenantId = answer.headers['lambda-runtime-aws-tenant-id'];
    this.#answer = answer;
    this.#lane = lane;
  }

  run(handler) {
    let event;
    try {
      event = eventOf(this.#answer);
    } catch (error) {
      this.fail(new RuntimeFailure('UnmarshalError', `Unable to parse the event: ${error.message}`));
      return;
    }
    try {
      const callback = (error, result) => this.#callBack(context, error, result);
      const context = this.#context(callback);
      this.#answer = null;
      const streaming = streamingOf(handler);
      if (streaming === null) {
        this.#watch(handler, handler(event, context, callback));
      } else {
        this.#runStreaming(handler, event, context, streaming);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nothing is left to wait for: a stored answer goes out, a stream ends, else there is no answer. */
  onIdle() {
    if (this.#stream !== null) {
      if (!this.#answered) this.#stream.end();
      this.#settle();
    } else if (this.#whenIdle !== null) {
      this.#whenIdle();
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
    if (this.#once()) this.#lane.answer(post(`/invocation/${this.id}/response`, body) + body);
  }

  fail(error) {
    const object = errorObject(error);
    log('ERROR\tInvoke Error', object, this.id);
    if (!this.#once()) return;
    if (this.#stream?.begun) {
      this.#stream.fail(object);
      this.#nextWhenOver();
    } else {
      this.#stream?.destroy();
      this.#lane.answer(this.#errorRequest(object));
    }
  }

  /** Reports an error after which the process cannot be trusted. */
  failForGood(error, status) {
    const object = errorObject(error);
    log('ERROR\tUncaught Exception', object, this.id);
    if (!this.#once()) process.exit(status);
    if (this.#stream?.begun) {
      this.#exitStatus = status;
      this.#stream.fail(object);
    } else {
      this.#lane.answerLast(this.#errorRequest(object), () => process.exit(status));
    }
  }

  #errorRequest(object) {
    const body = JSON.stringify(object);
    return post(`/invocation/${this.id}/error`, body, errorHeader(object)) + body;
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

  // ---------------------------------------------------------------- streamed

  /** Such a call is over when its answer is complete and its handler has ended, whichever comes last. */
  #runStreaming(handler, event, context, { highWaterMark }) {
    const stream = new ResponseStream(this.#lane, this.id, (answer) => this.#onStreamAnswered(answer), highWaterMark);
    this.#stream = stream;
    stream.on('finish', () => this.#once() && this.#nextWhenOver());
    stream.on('error', (error) => this.#answered || this.fail(error));
    stream.on('close', () => this.#answered || this.fail(new RuntimeFailure('StreamError', 'The response stream was destroyed before its end')));
    Promise.resolve(handler(event, stream, context)).then(
      () => this.#settle(),
      (error) => {
        this.#settled = true;
        this.fail(error);
        this.#nextWhenOver();
      },
    );
  }

  /** The platform's answer to the request with the stream; before its end it can only be a refusal. */
  #onStreamAnswered({ status, body }) {
    if (this.#exitStatus !== null) process.exit(this.#exitStatus);
    if (status !== 202) log('ERROR\tRuntime API', { status, body: body.toString() }, this.id);
    if (this.#once()) {
      this.#stream.refuse(status);
      this.#nextWhenOver();
    }
  }

  #settle() {
    this.#settled = true;
    this.#nextWhenOver();
  }

  #nextWhenOver() {
    if (this.#answered && this.#settled && this.#lane.call === this) this.#lane.streamed();
  }

  // ---------------------------------------------------------------- what the handler is given

  #callBack(context, error, result) {
    const answer = () => (error === undefined || error === null ? this.succeed(result) : this.fail(error));
    if (!context.callbackWaitsForEmptyEventLoop) {
      answer();
    } else if (!this.#answered && this.#whenIdle === null) {
      this.#whenIdle = answer;
    }
  }

  #context(callback) {
    const { headers } = this.#answer;
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const clientContext = headers['lambda-runtime-client-context'];
    const identity = headers['lambda-runtime-cognito-identity'];
    return {
      callbackWaitsForEmptyEventLoop: waitForEmptyEventLoop,
      ...described,
      clientContext: clientContext ? JSON.parse(clientContext) : undefined,
      identity: identity ? JSON.parse(identity) : undefined,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      tenantId: this.tenantId,
      awsRequestId: this.id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
      done: callback,
      succeed: (result) => callback(null, result),
      fail: (error) => callback(error ?? new Error('context.fail was called without an error')),
    };
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

module.exports = { answerCallbacksAtOnce, Call, describeFunction };
