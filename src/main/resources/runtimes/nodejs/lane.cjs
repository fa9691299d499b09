// One connection and the calls that come through it, one after the other.

'use strict';

const { Call } = require('./call.cjs');
const { NEXT } = require('./connection.cjs');
const { log } = require('./errors.cjs');

class Lane {
  #connection;
  #run;
  #alone;
  #onEvent = (answer) => this.#begin(answer);
  #onPosted = (answer) => onPosted(answer);
  call = null;

  /**
   * While the only lane's call runs, its connection does not keep the process alive: so it can be seen that there is nothing
   * left to wait for. Calls beside others may wait for each other, and for calls to come.
   */
  constructor(connection, run, alone) {
    this.#connection = connection;
    this.#run = run;
    this.#alone = alone;
  }

  ask() {
    this.#connection.send(NEXT, this.#onEvent);
  }

  /** Sends the answer of the call and asks for the next event behind it. */
  answer(request) {
    this.#ended();
    this.#connection.send(request + NEXT, this.#onPosted, this.#onEvent);
  }

  /** Sends an answer behind which there is nothing more. */
  answerLast(request, then) {
    this.#ended();
    this.#connection.send(request, then);
  }

  /** Begins an answer in chunks; the receiver is told of the platform's own, which may come before the end. */
  stream(head, onAnswered) {
    this.#connection.expect(onAnswered);
    this.#connection.cork();
    this.#connection.write(head, () => {});
    setImmediate(() => this.#connection.uncork());
  }

  write(bytes, done) {
    this.#connection.write(bytes, done);
  }

  cork() {
    this.#connection.cork();
  }

  uncork() {
    this.#connection.uncork();
  }

  /** The streamed answer is complete and the handler has ended. */
  streamed() {
    this.#ended();
    this.ask();
  }

  #begin(answer) {
    if (answer.status !== 200) {
      log('ERROR\tRuntime API', { status: answer.status, body: answer.body.toString() });
      process.exit(1);
    }
    if (this.#alone) this.#connection.unref();
    this.call = new Call(answer, this);
    this.#run(this.call);
  }

  #ended() {
    this.call = null;
    if (this.#alone) this.#connection.ref();
  }
}

/** A refused answer (too large, too late) has ended the call already; there is nothing to mend. */
function onPosted({ status, body }) {
  if (status !== 202) log('ERROR\tRuntime API', { status, body: body.toString() });
}

module.exports = { Lane, onPosted };
