// HTTP/1.1 over one kept connection to the Runtime API: answers come in the order of the requests.

'use strict';

const net = require('node:net');

const API = process.env.AWS_LAMBDA_RUNTIME_API ?? '127.0.0.1:9001';
const PREFIX = '/2018-06-01/runtime';
const READ_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

const NEXT = get(`${PREFIX}/invocation/next`);

function get(url) {
  return `GET ${url} HTTP/1.1\r\nHost: ${API}\r\n\r\n`;
}

/** The head of a request with this body. */
function post(url, body, headers = '') {
  return `${postHead(url, 'application/json', headers)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
}

/** The head of a request whose body comes in chunks, as it is made. */
function postChunked(url, contentType, headers) {
  return `${postHead(url, contentType, headers)}Transfer-Encoding: chunked\r\n\r\n`;
}

function postHead(url, contentType, headers) {
  return `POST ${PREFIX}${url} HTTP/1.1\r\nHost: ${API}\r\nContent-Type: ${contentType}\r\n${headers}`;
}

class ApiConnection {
  #socket;
  #expected = [];
  #pending = null; // bytes of an unfinished head
  #answer = null; // one whose body is not complete: {status, headers, body, filled}

  constructor(socket) {
    this.#socket = socket;
  }

  static open(onGone) {
    const colon = API.lastIndexOf(':');
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    let connection = null;
    const socket = net.connect({
      host: API.slice(0, colon),
      port: Number(API.slice(colon + 1)),
      noDelay: true,
      onread: { buffer, callback: (length) => connection.read(buffer.subarray(0, length)) },
    });
    connection = new ApiConnection(socket);
    socket.on('error', (error) => onGone(error));
    socket.on('end', () => onGone(null));
    socket.on('close', () => onGone(null));
    return connection;
  }

  /** Lets the process see when nothing but this connection keeps it alive. */
  unref() {
    this.#socket.unref();
  }

  ref() {
    this.#socket.ref();
  }

  /**
   * Writes one or more requests at once; each gets its own receiver of {status, headers, body}. The body is gone when the
   * receiver returns.
   */
  send(text, ...receivers) {
    this.expect(...receivers);
    this.#socket.write(text);
  }

  expect(...receivers) {
    this.#expected.push(...receivers);
  }

  /** Writes a part of a request; `done` is called when the platform takes more. */
  write(bytes, done) {
    if (this.#socket.write(bytes)) {
      done();
    } else {
      this.#socket.once('drain', done);
    }
  }

  /** What is written until `uncork` leaves in one piece. */
  cork() {
    this.#socket.cork();
  }

  uncork() {
    this.#socket.uncork();
  }

  read(chunk) {
    while (chunk.length > 0) {
      chunk = this.#answer === null ? this.#readHead(chunk) : this.#readBody(chunk);
    }
    return true;
  }

  #readHead(chunk) {
    const bytes = this.#pending === null ? chunk : Buffer.concat([this.#pending, chunk]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#pending = Buffer.from(bytes); // the chunk's memory is read into again
      return NOTHING;
    }
    this.#pending = null;
    const head = bytes.toString('utf8', 0, end);
    const status = Number(head.slice(9, 12));
    const headers = headersOf(head);
    const length = Number(headers['content-length'] ?? 0);
    const from = end + 4;
    if (bytes.length - from >= length) {
      this.#expected.shift()({ status, headers, body: bytes.subarray(from, from + length) });
      return bytes.subarray(from + length);
    }
    this.#answer = { status, headers, body: Buffer.allocUnsafe(length), filled: 0 };
    return bytes.subarray(from);
  }

  #readBody(chunk) {
    const answer = this.#answer;
    const taken = Math.min(chunk.length, answer.body.length - answer.filled);
    chunk.copy(answer.body, answer.filled, 0, taken);
    answer.filled += taken;
    if (answer.filled === answer.body.length) {
      this.#answer = null;
      this.#expected.shift()(answer);
    }
    return chunk.subarray(taken);
  }
}

/** Names in lower case. */
function headersOf(head) {
  const headers = {};
  let from = head.indexOf('\r\n');
  while (from >= 0) {
    const end = head.indexOf('\r\n', from + 2);
    const line = head.slice(from + 2, end < 0 ? head.length : end);
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    from = end;
  }
  return headers;
}

module.exports = { ApiConnection, get, NEXT, post, postChunked };
