// Brings a checkout to the state that a command needs, and does nothing, not even start a process, when it is there already:
// dependencies installed by the exact pnpm that package.json names, and the `luster` command built.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stamp, buildInputs, fingerprint, installInputs } from "./fingerprint.js";

const OLDEST_NODE = [20, 19];

/** The folder of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The built `luster` command. */
export const command = join(root, "packages", "cli", "dist", "luster.js");

/** Work that could not be done; its message is for the user. */
export class PreparationError extends Error {}

/** @throws PreparationError if this Node is too old for the tools. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new PreparationError(`Luster's tools need Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
}

/** Installs the dependencies if the lockfile or a manifest changed since they were installed. */
export function install() {
  const stamp = new Stamp(root, "installed");
  if (stamp.matches(fingerprint(root, installInputs(root)))) return;
  announce("Installing dependencies ...");
  stamp.forget();
  runQuietly(...pnpm(), ["install", process.env.CI ? "--frozen-lockfile" : "--no-frozen-lockfile"]);
  stamp.remember(fingerprint(root, installInputs(root)));
}

/** Builds the `luster` command if a source changed since it was built. */
export function build() {
  const stamp = new Stamp(root, "built");
  const digest = fingerprint(root, buildInputs(root));
  if (stamp.matches(digest) && existsSync(command)) return;
  announce("Building ...");
  stamp.forget();
  runQuietly(process.execPath, turboArguments(["build", "--filter=@luster/cli", "--output-logs=errors-only"]));
  stamp.remember(digest);
}

/** Runs turbo tasks with their output shown; returns the exit code. */
export function turbo(args) {
  return (
    spawnSync(process.execPath, turboArguments(args), { cwd: root, env: environment(), stdio: ["ignore", "inherit", "inherit"] }).status ??
    1
  );
}

// turbo runs as many tasks at once as there are cores.
function turboArguments(args) {
  return [join(root, "node_modules", "turbo", "bin", "turbo"), "run", ...args, "--concurrency=100%"];
}

// The pnpm in node_modules if it is the right one; else npm fetches that version into its cache and runs it from there.
function pnpm() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devEngines.packageManager;
  const local = join(root, "node_modules", "pnpm");
  if (existsSync(join(local, "package.json")) && JSON.parse(readFileSync(join(local, "package.json"), "utf8")).version === version) {
    return [process.execPath, [join(local, "bin", "pnpm.mjs")]];
  }
  const viaNpm = ["exec", "--yes", `--package=pnpm@${version}`, "--", "pnpm"];
  return process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath, ...viaNpm]] : ["npm", viaNpm];
}

// The output appears only if the program fails: standard output belongs to the Lua program that runs next.
function runQuietly(program, ...argumentLists) {
  const result = spawnSync(program, argumentLists.flat(), {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: Infinity,
    encoding: "utf8",
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `${result.error.message}\n` : ""}`);
  throw new PreparationError(`This failed: ${[program, ...argumentLists.flat()].join(" ")}`);
}

// npm hands its settings to child processes; the silence that .npmrc asks of `npm start` would hide why an install failed.
// NODE_ENV=production would leave out the tools. CI makes pnpm ask nothing.
function environment() {
  const { NODE_ENV: _, ...inherited } = process.env;
  return {
    ...inherited,
    PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
    CI: process.env.CI ?? "true",
    npm_config_loglevel: "error",
    TURBO_TELEMETRY_DISABLED: "1",
  };
}

function announce(text) {
  process.stderr.write(`luster: ${text}\n`);
}
