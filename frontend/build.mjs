// Bundles the console's scripts and styles into the folder named by the first argument, and does
// nothing when no source has changed since that folder was filled. Called by the Maven build.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../target/frontend"));

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [major] = process.versions.node.split(".").map(Number);
if (major < 18) fail(`The console's build needs Node.js 18 or newer; this is ${process.versions.node}.`);

function filesUnder(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(full) : [full];
    })
    .sort();
}

function digest(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(path.relative(here, file)).update("\0").update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
const fixed = ["package.json", "package-lock.json", "tsconfig.json", "build.mjs", ".npmrc"].map((f) => path.join(here, f));

const installed = path.join(here, "node_modules", ".installed");
const stamp = path.join(out, "..", path.basename(out) + ".stamp");
const sources = digest([...fixed, ...filesUnder(path.join(here, "src"))]);
if (read(stamp) === sources && fs.existsSync(path.join(out, "console.js")) && fs.existsSync(installed)) process.exit(0);

function npm(...args) {
  try {
    execFileSync("npm", args, { cwd: here, stdio: ["ignore", "inherit", "inherit"] });
  } catch (e) {
    fail(e.code === "ENOENT" ? "The console's build needs npm, which is not on the path (Debian: apt-get install npm)." : `npm ${args.join(" ")} failed.`);
  }
}

/** Once and as small as it gets, so that no request has to wait for it. */
function compress(file) {
  const text = fs.readFileSync(file);
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length } };
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(text, quality));
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(text, { level: 9 }));
}

const wanted = digest(fixed.slice(0, 2));
if (read(installed) !== wanted) {
  npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  fs.writeFileSync(installed, wanted);
}
npm("run", "--silent", "check");

const { build } = await import("esbuild");
fs.rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: { console: path.join(here, "src/main.ts"), style: path.join(here, "src/styles/main.css") },
  outdir: out,
  bundle: true,
  minify: true,
  // What only some pages need (charts, the editor, …) is loaded by them, from chunks with a digest in their names.
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  target: ["es2022", "chrome110", "firefox110", "safari16"],
  legalComments: "none",
  logLevel: "warning",
});
for (const file of filesUnder(path.join(here, "src/static"))) fs.copyFileSync(file, path.join(out, path.basename(file)));
for (const file of filesUnder(out)) compress(file);
fs.writeFileSync(stamp, sources);
