// Answers that are sent as they are made.

'use strict';

const { Writable } = require('node:stream');

const { postChunked } = require('./connection.cjs');
const { errorTrailers } = require('./errors.cjs');

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';
const HEADERS = 'Lambda-Runtime-Function-Response-Mode: streaming\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n';
const HANDLER = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const END_OF_LINE = Buffer.from('\r\n');

/**
 * What a streaming handler writes to. The first write, or the end, begins the answer; what the platform does not take waits
 * here, and `write` returns false until it does.
 */
class ResponseStream extends Writable {
  #lane;
  #url;
  #onAnswered;
  #contentType = 'application/octet-stream';
  #prelude = null;
  #begun = false;

  constructor(lane, callId, onAnswered, highWaterMark) {
    super({ highWaterMark });
    this.#lane = lane;
    this.#url = `/invocation/${callId}/response`;
    this.#onAnswered = onAnswered;
  }

  get begun() {
    return this.#begun;
  }

  setContentType(contentType) {
    if (this.#begun) throw new Error('The content type has to be set before the first write');
    this.#contentType = String(contentType).replace(/[^\x20-\x7e]/g, '');
  }

  /** Bytes that stand before whatever is written first. */
  beginWith(bytes) {
    this.#prelude = bytes;
  }

  _write(chunk, encoding, done) {
    this.#send([chunk], chunk.length, done);
  }

  _writev(items, done) {
    const chunks = items.map((item) => item.chunk);
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#send(chunks, length, done);
  }

  _final(done) {
    this.#begin();
    this.#end('');
    done();
  }

  /** Ends the answer as one that failed half-way. */
  fail(object) {
    this.#end(errorTrailers(object));
    this.destroy();
  }

  /** The platform wants no more of it: the request is brought to an end, and the handler is told. */
  refuse(status) {
    this.#end('');
    this.destroy(Object.assign(new Error(`write EPIPE: the answer was refused with ${status}`), { code: 'EPIPE', syscall: 'write' }));
  }

  #begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.#lane.stream(postChunked(this.#url, this.#contentType, HEADERS), this.#onAnswered);
    if (this.#prelude !== null) this.#send([this.#prelude], this.#prelude.length, () => {});
  }

  #send(chunks, length, done) {
    this.#begin();
    if (length === 0) {
      done(); // a chunk of no bytes would be the last
      return;
    }
    this.#lane.cork();
    this.#lane.write(`${length.toString(16)}\r\n`, nothing);
    for (const chunk of chunks) this.#lane.write(chunk, nothing);
    this.#lane.write(END_OF_LINE, done);
    this.#lane.uncork();
  }

  /** The last chunk waits for a moment: a handler that ends now lets the request for the next event leave with it. */
  #end(trailers) {
    this.#lane.cork();
    this.#lane.write(`0\r\n${trailers}\r\n`, nothing);
    setImmediate(() => this.#lane.uncork());
  }
}

function nothing() {}

/** The high water mark of a streaming handler's stream, or null when the handler is none. */
function streamingOf(handler) {
  return handler[HANDLER] ? { highWaterMark: handler[HIGH_WATER_MARK] } : null;
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[HANDLER] = true;
    if (typeof options?.highWaterMark === 'number') handler[HIGH_WATER_MARK] = options.highWaterMark;
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      const bytes = Buffer.concat([Buffer.from(JSON.stringify(prelude)), Buffer.alloc(8)]);
      stream.setContentType(HTTP_INTEGRATION);
      if (stream instanceof ResponseStream) {
        stream.beginWith(bytes);
      } else {
        stream.write(bytes);
      }
      return stream;
    },
  },
};

module.exports = { ResponseStream, streamingOf };
