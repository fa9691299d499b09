// Finds what the handler's name means in a package.

'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { RuntimeFailure } = require('./errors.cjs');

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

module.exports = { loadHandler };
