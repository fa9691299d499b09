// What went wrong, as callers and logs see it.

'use strict';

const fs = require('node:fs');

const TYPE = /^[A-Za-z0-9_.$]{1,256}$/;
const LARGEST_TRAILER = 24 * 1024;

/** An error whose type is Lambda's name for what went wrong. */
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

function errorHeader(object) {
  return `Lambda-Runtime-Function-Error-Type: ${TYPE.test(object.errorType) ? object.errorType : 'Function.Unknown'}\r\n`;
}

/** What stands behind the last chunk of an answer that failed half-way; cut to what headers may hold. */
function errorTrailers(object) {
  let body = JSON.stringify(object);
  if (body.length > LARGEST_TRAILER) {
    const errorMessage = object.errorMessage.slice(0, LARGEST_TRAILER / 8);
    body = JSON.stringify({ errorType: object.errorType.slice(0, 256), errorMessage, trace: [] });
  }
  return `${errorHeader(object)}Lambda-Runtime-Function-Error-Body: ${Buffer.from(body).toString('base64')}\r\n`;
}

let print = (text) => fs.writeSync(2, text);

/** Where lines of this runtime go, given their text and, where they are about a call, its id. */
function printThrough(printer) {
  print = printer;
}

function log(what, object, callId = null) {
  print(`${what}\t${JSON.stringify(object)}\n`, callId);
}

module.exports = { errorHeader, errorObject, errorTrailers, log, printThrough, RuntimeFailure };
